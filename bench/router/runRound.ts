import type { LoadOptions } from './load/httpLoad.ts';
import { httpLoad } from './load/httpLoad.ts';
import { processUsage } from './measure/processUsage.ts';
import { percentile } from './measure/statistics.ts';

/** What one contender did with one case in one round. */
export interface RoundResult {
  readonly requests: number;
  readonly cpuPerRequest: number;
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly rss: number;
}

/** Loads one contender and measures its process meanwhile. */
export async function runRound(pid: number, load: LoadOptions): Promise<RoundResult> {
  const before = processUsage(pid);
  const { requests, seconds, latencies } = await httpLoad(load);
  const after = processUsage(pid);
  return {
    requests,
    cpuPerRequest: (after.cpuMilliseconds - before.cpuMilliseconds) / requests,
    requestsPerSecond: requests / seconds,
    p50: percentile(latencies, 0.5),
    p95: percentile(latencies, 0.95),
    p99: percentile(latencies, 0.99),
    rss: after.rssMegabytes,
  };
}
