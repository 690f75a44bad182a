import { cpus } from 'node:os';
import type { CommitFigures } from '../live/measureCommits.ts';
import { median } from '../router/measure/statistics.ts';
import type { RelayRound } from './measureRelay.ts';

/** All that was measured. */
export interface EventFigures {
  readonly relay: { readonly log: string; readonly rounds: readonly RelayRound[] }[];
  readonly commits: (CommitFigures & { readonly log: string })[];
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
  const commitRows = commits.map(
    ({ log, events, perSecond: rate, p50, p99 }) => `| ${log} | ${events} | ${rate} | ${p50} | ${p99} |`,
  );
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
    'Mutation, outbox, relay, log and router of the whole platform in one process, with the subscriber; milliseconds.',
    '',
    '| log | events | per second | p50 | p99 |',
    '|---|---|---|---|---|',
    ...commitRows,
    '',
  ].join('\n');
}
