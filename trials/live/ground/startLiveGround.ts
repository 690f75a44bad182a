import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoTenants } from '#platform/embedded/issuer/demoIdentities.ts';
import { startEmbeddedPostgres } from '#platform/embedded/postgres/startEmbeddedPostgres.ts';
import { type RouterReplica, startRouterReplica } from '#tests/graph/startRouterReplica.ts';
import { startTestPlatform, type TestPlatform } from '#tests/platform.ts';
import { memberTokens, type TokenMaker } from './memberTokens.ts';
import { MetricEvents } from './metricEvents.ts';

/** The platform with routers in processes of their own, for trials and measurements of live streams. */
export interface LiveGround {
  readonly platform: TestPlatform;
  /** Tokens with the permissions of acme's admin. */
  readonly tokenOf: TokenMaker;
  /** Events of acme, straight into the log. */
  readonly events: MetricEvents;
  /** Starts a router in a process of its own; it is killed at the end at the latest. */
  router(
    port?: number,
    settings?: Readonly<Record<string, string>>,
    nodeFlags?: readonly string[],
  ): Promise<RouterReplica>;
  close(): Promise<void>;
}

/**
 * Starts the platform on the PostgreSQL of the test run where there is one, and else on one of its own.
 * @param settings of the whole platform, e.g. those of Kafka
 */
export async function startLiveGround(settings: Readonly<Record<string, string>> = {}): Promise<LiveGround> {
  const stopPostgres = await ensurePostgres();
  const platform = await startTestPlatform({ settings });
  const { id } = demoTenants.find(({ slug }) => slug === 'acme')!;
  const routers: RouterReplica[] = [];
  return {
    platform,
    tokenOf: await memberTokens(platform, 'acme', 'ada'),
    events: new MetricEvents(platform.eventLog, id),
    async router(port, settings, nodeFlags) {
      const router = await startRouterReplica(platform, port, { LOG_LEVEL: 'info', ...settings }, nodeFlags);
      routers.push(router);
      return router;
    },
    async close() {
      await Promise.all(routers.map((router) => router.kill()));
      await platform.close();
      await stopPostgres();
    },
  };
}

async function ensurePostgres(): Promise<() => Promise<void>> {
  if (process.env.TEST_POSTGRES_URL) return async () => undefined;
  const folder = await mkdtemp(join(tmpdir(), 'inopsio-live-'));
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), port: 0 });
  process.env.TEST_POSTGRES_URL = server.url;
  return async () => {
    delete process.env.TEST_POSTGRES_URL;
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
