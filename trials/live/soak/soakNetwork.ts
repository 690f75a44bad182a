import { type RouterReplica, startRouterReplica } from '#tests/graph/startRouterReplica.ts';
import type { TestPlatform } from '#tests/platform.ts';
import type { NetworkMode } from '../../faults/network/networkMode.ts';
import { startTcpProxy, type TcpProxy } from '../../faults/network/tcpProxy.ts';
import { type FrontDoor, openFrontDoor } from '../ground/frontDoor.ts';
import type { SeededRandom } from './seededRandom.ts';

interface Place {
  router: RouterReplica;
  /** Between the routers' one address and this router. */
  readonly front: TcpProxy;
  /** Between this router and the event log's database. */
  readonly back: TcpProxy;
}

/** Two routers behind one address, and networks on both sides of each that can be made bad. */
export class SoakNetwork {
  readonly url: string;
  kills = 0;
  readonly #platform: TestPlatform;
  readonly #door: FrontDoor;
  readonly #places: readonly Place[];
  /** What brings everything back, in the order in which it must be done. */
  #heals: (() => Promise<void> | void)[] = [];

  private constructor(platform: TestPlatform, door: FrontDoor, places: readonly Place[]) {
    this.url = door.url;
    this.#platform = platform;
    this.#door = door;
    this.#places = places;
  }

  static async open(platform: TestPlatform): Promise<SoakNetwork> {
    const door = await openFrontDoor();
    // One after the other: both set the password of the same database role.
    const places = [await placeOf(platform), await placeOf(platform)];
    door.send(places.map(({ front }) => front.port));
    return new SoakNetwork(platform, door, places);
  }

  /** Does something bad to one router or its networks. */
  async worsen(random: SeededRandom): Promise<void> {
    const place = random.oneOf(this.#places);
    const modes: readonly NetworkMode[] = [
      { kind: 'cut' },
      { kind: 'reset' },
      { kind: 'stall' },
      { kind: 'half-open' },
      { kind: 'delay', milliseconds: 1 + random.below(200) },
      { kind: 'throttle', bytesPerSecond: 2_000 + random.below(50_000) },
    ];
    if (random.happens(0.15)) {
      // Stopped, not killed: its sockets stay, and it goes on in the middle of whatever it did.
      const { pid } = place.router;
      process.kill(pid, 'SIGSTOP');
      this.#heals.push(() => void process.kill(pid, 'SIGCONT'));
      return;
    }
    const proxy = random.happens(0.25) ? place.back : place.front;
    proxy.set(random.oneOf(modes));
    this.#heals.push(() => proxy.set({ kind: 'pass' }));
  }

  /** Takes back what was done, except that killed routers are new ones. */
  async heal(): Promise<void> {
    const heals = this.#heals;
    this.#heals = [];
    for (const heal of heals) await heal();
  }

  /** Kills one router; a new one takes its place at once. */
  async kill(random: SeededRandom): Promise<void> {
    await this.heal();
    const place = random.oneOf(this.#places);
    const { port } = place.router;
    await place.router.kill();
    this.kills++;
    place.router = await routerOf(this.#platform, place.back, port);
  }

  async close(): Promise<void> {
    await this.heal();
    await this.#door.close();
    await Promise.all(this.#places.map(({ router }) => router.kill()));
    await Promise.all(this.#places.flatMap(({ front, back }) => [front.close(), back.close()]));
  }
}

async function placeOf(platform: TestPlatform): Promise<Place> {
  const back = await startTcpProxy(Number(new URL(platform.databaseServerUrl).port));
  const router = await routerOf(platform, back, 0);
  return { router, back, front: await startTcpProxy(router.port) };
}

function routerOf(platform: TestPlatform, back: TcpProxy, port: number): Promise<RouterReplica> {
  const server = new URL(platform.databaseServerUrl);
  server.port = String(back.port);
  return startRouterReplica({ ...platform, databaseServerUrl: server.href }, port, { LOG_LEVEL: 'info' });
}
