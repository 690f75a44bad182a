import { cpus } from 'node:os';
import { median } from '../router/measure/statistics.ts';
import type { CommitFigures } from './commits/measureCommits.ts';
import type { RelayRound } from './measureRelay.ts';

/** All that was measured. */
export interface EventFigures {
  readonly relay: { readonly log: string; readonly rounds: readonly RelayRound[] }[];
  readonly commits: { readonly log: string; readonly rounds: readonly CommitFigures[] }[];
}

const perSecond = ({ events, milliseconds }: RelayRound) => (events / milliseconds) * 1_000;
const whole = (value: number) => Math.round(value).toLocaleString('en');

/** The figures as Markdown, with what is needed to judge and repeat them. */
export function figuresAsMarkdown({ relay, commits }: EventFigures): string {
  const relayRows = relay.map(({ log, rounds }) => {
    const rates = rounds.map(perSecond);
    const cpu = median(rounds.map(({ events, cpuMilliseconds }) => (cpuMilliseconds / events) * 1_000));
    const sum = (count: (round: RelayRound) => number) => rounds.reduce((total, round) => total + count(round), 0);
    return `| ${[
      log,
      `${rounds.length} × ${whole(rounds[0]!.events)}`,
      whole(median(rates)),
      `${whole(Math.min(...rates))} to ${whole(Math.max(...rates))}`,
      whole(cpu),
      sum(({ lost }) => lost),
      sum(({ twice }) => twice),
      sum(({ outOfOrder }) => outOfOrder),
    ].join(' | ')} |`;
  });
  const commitRows = commits.map(({ log, rounds }) => {
    const middle = (field: keyof CommitFigures): number => median(rounds.map((round) => round[field]));
    const sum = (field: keyof CommitFigures): number => rounds.reduce((total, round) => total + round[field], 0);
    const worst = Math.max(...rounds.map(({ slowest }) => slowest));
    const answers = [middle('mutationP50').toFixed(1), middle('mutationP99').toFixed(1)];
    return `| ${[
      log,
      `${rounds.length} × ${whole(rounds[0]!.events)}`,
      whole(middle('perSecond')),
      ...[middle('p50'), middle('p99'), worst, ...answers, middle('cpuMilliseconds').toFixed(1)],
      ...[sum('lost'), sum('twice')],
    ].join(' | ')} |`;
  });
  return [
    '<!-- Written by `npm run bench:events -- --write`. Do not edit. -->',
    '# Figures of the event spine',
    '',
    `Node ${process.versions.node}, ${cpus().length} cores shared by PostgreSQL, log, relay and whatever else ran. Times depend on`,
    'the machine and its neighbours; counts do not.',
    '',
    '## Relay: from a full outbox to the log',
    '',
    'One relay and its log client in one process; events of about 700 bytes with 500 keys. The clock ends with the last acknowledgement.',
    '',
    '| log | rounds × events | events/s, median | range | CPU µs per event, this process | lost | twice | out of order |',
    '|---|---|---|---|---|---|---|---|',
    ...relayRows,
    '',
    '## From the mark of an event just before its commit to the subscriber’s frame',
    '',
    'Mutations over HTTP, outbox, relay, log, router and a subscriber over WebSocket. The whole platform is one process, as `npm start` runs it; the client is',
    'another, PostgreSQL and Kafka are others, all on the same cores. Milliseconds; p50 and p99 are medians of the rounds, the slowest is that of all.',
    'Two rounds before them are not counted: a broker that has just started compiles its code on the same cores, and p99 is then three times as long.',
    '',
    '| log | rounds × events | per second | p50 | p99 | slowest | mutation p50 | mutation p99 | CPU ms of the platform per event | lost | twice |',
    '|---|---|---|---|---|---|---|---|---|---|---|',
    ...commitRows,
    '',
  ].join('\n');
}
