import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LiveGround } from '../../../trials/live/ground/startLiveGround.ts';
import { processUsage } from '../../router/measure/processUsage.ts';
import { percentile } from '../../router/measure/statistics.ts';
import type { CommitOrder, CommitReport } from './commitMessages.ts';

/** One round; times in milliseconds. */
export interface CommitFigures {
  readonly events: number;
  readonly perSecond: number;
  /** From the mark of an event to its subscriber's frame. */
  readonly p50: number;
  readonly p99: number;
  readonly slowest: number;
  /** From sending a mutation to its answer. */
  readonly mutationP50: number;
  readonly mutationP99: number;
  readonly lost: number;
  readonly twice: number;
  /** CPU of the platform's process per event, its mutation included; PostgreSQL and Kafka are other processes. */
  readonly cpuMilliseconds: number;
}

/** From commit to frame: the whole platform in this process, its client in another. */
export async function measureCommits(
  { platform }: LiveGround,
  load: Pick<CommitOrder, 'events' | 'warmUp' | 'perSecond'>,
): Promise<CommitFigures> {
  const order: CommitOrder = {
    ...load,
    url: `${platform.routerUrl}/graphql`,
    token: await platform.token('acme', 'ada'),
  };
  const cpu = processUsage(process.pid).cpuMilliseconds;
  const { latencies, mutations, lost, twice, perSecond } = await ask(order);
  const used = processUsage(process.pid).cpuMilliseconds - cpu;
  return {
    ...{ events: latencies.length, perSecond, lost, twice },
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    slowest: percentile(latencies, 1),
    mutationP50: percentile(mutations, 0.5),
    mutationP99: percentile(mutations, 0.99),
    cpuMilliseconds: used / (load.events + load.warmUp),
  };
}

async function ask(order: CommitOrder): Promise<CommitReport> {
  const child = fork(join(import.meta.dirname, 'program.ts'), { execArgv: ['--disable-warning=ExperimentalWarning'] });
  const answer = once(child, 'message');
  child.send(order);
  const [{ report, error }] = (await answer) as [{ report?: CommitReport; error?: string }];
  if (!report) throw new Error(error);
  return report;
}
