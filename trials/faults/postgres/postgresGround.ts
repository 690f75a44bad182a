import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestPlatform } from '#tests/platform.ts';
import { memberTokens } from '../../live/ground/memberTokens.ts';
import { startKillablePostgres } from '../../outbox/killablePostgres.ts';
import { killed, networkFaults } from '../fault.ts';
import type { FaultGround } from '../faultGround.ts';
import { startTcpProxy } from '../network/tcpProxy.ts';
import { startPlatformTraffic } from './platformTraffic.ts';

/** PostgreSQL, and the whole platform on it: subgraphs, relays, consumers, embedded event log, live streams. */
export async function postgresGround(): Promise<FaultGround> {
  const folder = await mkdtemp(join(tmpdir(), 'inopsio-broken-postgres-'));
  const postgres = await startKillablePostgres(join(folder, 'postgres'));
  const behind = new URL(postgres.url);
  const proxy = await startTcpProxy(Number(behind.port));
  behind.port = String(proxy.port);
  const platform = await startTestPlatform({}, behind.href);
  const tokenOf = await memberTokens(platform, 'acme', 'ada');
  const token = await tokenOf('01890000-0000-7000-b000-00000000fa17', 3_600);
  return {
    target: { proxy, kill: postgres.kill, restart: postgres.restart },
    faults: [...networkFaults, killed],
    // More than one subgraph has connections.
    callers: 12,
    endsWithin: 30_000,
    codes: [
      'STORE_UNAVAILABLE',
      'STORE_CONTENTION',
      'COMMIT_UNKNOWN',
      'STATEMENT_TIMEOUT',
      'SUBGRAPH_TIMEOUT',
      'SUBGRAPH_UNAVAILABLE',
    ],
    traffic: (fault) => startPlatformTraffic(platform.routerUrl, token, fault),
    async close() {
      await platform.close();
      await proxy.close();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
