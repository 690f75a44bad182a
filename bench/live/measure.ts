import { processUsage } from '../router/measure/processUsage.ts';
import { percentile } from '../router/measure/statistics.ts';
import type { LiveServer } from './contender.ts';
import type { LoadReport } from './load/loadMessages.ts';
import type { LoadProcesses } from './load/loadProcesses.ts';

/** What one round showed. */
export interface Round extends Omit<LoadReport, 'latencies'> {
  readonly p50: number;
  readonly p99: number;
  readonly slowest: number;
  /** Microseconds of the server's CPU for each frame that was counted. */
  readonly cpuPerFrame: number;
  /** At the end of the round, in MB. */
  readonly rss: number;
}

/** Runs a round and says what subscribers and server made of it. */
export async function measureRound(
  server: LiveServer,
  load: LoadProcesses,
  round: () => Promise<void>,
): Promise<Round> {
  const { closed: closedMeanwhile } = await load.take();
  const before = processUsage(server.pid);
  await round();
  const after = processUsage(server.pid);
  const { latencies, ...counts } = await load.take();
  return {
    ...counts,
    closed: counts.closed + closedMeanwhile,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    slowest: percentile(latencies, 1),
    cpuPerFrame: ((after.cpuMilliseconds - before.cpuMilliseconds) * 1_000) / counts.frames,
    rss: after.rssMegabytes,
  };
}
