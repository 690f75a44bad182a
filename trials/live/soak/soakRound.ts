import { createLiveClient, type LiveClient } from '#client/liveClient.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import type { TokenMaker } from '../ground/memberTokens.ts';
import { type SeededRandom, seededRandom } from './seededRandom.ts';
import { SoakEvents, type SoakTenant } from './soakEvents.ts';
import { type SoakFaults, SoakFollower } from './soakFollower.ts';
import type { SoakNetwork } from './soakNetwork.ts';

/** What a round takes place on. */
export interface SoakGround {
  readonly network: SoakNetwork;
  readonly tenants: readonly (SoakTenant & { readonly tokenOf: TokenMaker })[];
  readonly log: ConstructorParameters<typeof SoakEvents>[0];
}

/** How much is done in a round. */
export interface SoakRoundLoad {
  readonly seed: number;
  readonly clients: number;
  readonly steps: number;
  /** Whether a router is killed on the way. */
  readonly kill: boolean;
}

interface Seat {
  readonly client: LiveClient;
  readonly userId: string;
  readonly tenant: SoakTenant;
}

/** Milliseconds after which whoever has not got everything never will. */
const patience = 240_000;
/** Seconds that tokens hold, at least and at most; some end while their streams live, others are renewed before. */
const tokenSeconds = [5, 40] as const;
const perClient = 4;

/**
 * One round: clients of two tenants over WebSocket and SSE subscribe, leave, come back by cursor, also elsewhere, and renew
 * their tokens while events are appended and routers and networks fail; then everything heals, and all must be there.
 *
 * @returns how many frames came
 */
export async function soakRound(ground: SoakGround, load: SoakRoundLoad, faults: SoakFaults): Promise<number> {
  const { network, tenants } = ground;
  const random = seededRandom(load.seed);
  const events = new SoakEvents(
    ground.log,
    ['a', 'b', 'c', 'd'].map((name) => `${name}${load.seed}-${uuidv7()}`),
  );
  const seats = Array.from({ length: load.clients }, (_, number) => seatOf(ground, random, number));
  const active = new Map<SoakFollower, Seat>();
  const away: SoakFollower[] = [];
  const opening: Promise<void>[] = [];
  let killing: Promise<void> | undefined;

  function listen(follower: SoakFollower, seat: Seat): void {
    active.set(follower, seat);
    // At once, so that whoever says too early that a stream is in position is found out.
    const next = () => events.append(events.series.map((series) => [follower.tenant, series] as const));
    opening.push(follower.listen(seat.client, random.happens(0.3)).then(next));
  }

  function arrive(): void {
    const seat = random.oneOf(seats);
    if ([...active.values()].filter((one) => one === seat).length >= perClient) return;
    listen(new SoakFollower(seat, random.oneOf([null, ...events.series]), events, faults), seat);
  }

  /** On another seat of the same person: over the other transport, perhaps by the other router. */
  function comeBack(): void {
    const follower = away.shift();
    if (follower) listen(follower, random.oneOf(seats.filter(({ userId }) => userId === follower.userId)));
  }

  function leave(): void {
    const [follower] = [...active.keys()].filter(({ canResume }) => canResume).slice(random.below(active.size || 1));
    if (!follower) return;
    follower.leave();
    active.delete(follower);
    away.push(follower);
  }

  for (let n = 0; n < load.clients; n++) arrive();
  for (let step = 0; step < load.steps; step++) {
    if (random.happens(0.15)) arrive();
    if (random.happens(0.1)) leave();
    if (random.happens(0.1)) comeBack();
    // A token may not be had or the socket be lost at that moment; streams come back by themselves.
    if (random.happens(0.1))
      void random
        .oneOf(seats)
        .client.renewToken()
        .catch(() => undefined);
    if (!killing && random.happens(0.06)) await network.worsen(random);
    if (!killing && random.happens(0.08)) await network.heal();
    if (load.kill && step === Math.floor(load.steps / 3)) killing = network.kill(random);
    const wanted = Array.from(
      { length: random.below(8) },
      () => [random.oneOf(tenants), random.oneOf(events.series)] as const,
    );
    if (wanted.length > 0) await events.append(wanted);
  }
  await killing;
  await network.heal();
  while (away.length > 0) comeBack();
  for (const tenant of tenants) await events.append(events.series.map((series) => [tenant, series] as const));
  const late = AbortSignal.timeout(patience);
  const isOpen = await Promise.race([
    Promise.all(opening).then(() => true),
    new Promise<false>((resolve) => late.addEventListener('abort', () => resolve(false), { once: true })),
  ]);
  if (!isOpen) faults.ended.push('a stream never came into position');
  const missing = await Promise.all([...active.keys()].map((follower) => follower.caughtUp(late)));
  faults.lost += missing.reduce((sum, one) => sum + one, 0);
  for (const { client } of seats) client.close();
  return [...active.keys()].reduce((sum, { frames }) => sum + frames, 0);
}

/** Two seats make one person: over WebSocket and over SSE. */
function seatOf({ network, tenants }: SoakGround, random: SeededRandom, number: number): Seat {
  const person = Math.floor(number / 2);
  const tenant = tenants[person % tenants.length]!;
  const userId = `01890000-0000-7000-b000-${person.toString(16).padStart(12, '0')}`;
  const [least, most] = tokenSeconds;
  const client = createLiveClient({
    url: `${network.url}/graphql`,
    token: () => tenant.tokenOf(userId, least + random.below(most - least)),
    transport: number % 2 === 0 ? 'websocket' : 'sse',
    backOff: { first: 50, longest: 1_000 },
    staleAfter: 1_500,
    random: random.next,
  });
  return { client, userId, tenant };
}
