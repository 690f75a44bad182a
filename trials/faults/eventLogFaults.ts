import type { EventLog } from '#platform/event-log/eventLog.ts';
import type { BrokenKafka } from './brokenKafka.ts';
import { startLogTraffic } from './logTraffic.ts';
import type { NetworkMode } from './tcpProxy.ts';

/** What a fault did to the log's users. */
export interface FaultResult {
  readonly fault: string;
  /** From the end of the fault until an event went all the way again, in milliseconds. */
  readonly healthyAfter: number;
  /** The longest append of all, in milliseconds: none may hang. */
  readonly longestAppend: number;
  readonly acknowledged: number;
  /** Appends that ended with an error, by code. */
  readonly refused: Readonly<Record<string, number>>;
  /** Acknowledged events that were lost, and events out of order of their key; must be empty. */
  readonly faults: readonly string[];
}

/** Something bad, and how it ends. */
export interface Fault {
  readonly name: string;
  begin(kafka: BrokenKafka): Promise<void> | void;
  end(kafka: BrokenKafka): Promise<void> | void;
}

const network = (name: string, mode: NetworkMode): Fault => ({
  name,
  begin: ({ proxy }) => proxy.set(mode),
  end: ({ proxy }) => proxy.set({ kind: 'pass' }),
});

/** The faults that the log has to bear. */
export const faults: readonly Fault[] = [
  network('cut', { kind: 'cut' }),
  network('reset', { kind: 'reset' }),
  network('500 ms', { kind: 'delay', milliseconds: 500 }),
  network('8 KB/s', { kind: 'throttle', bytesPerSecond: 8_192 }),
  network('stall', { kind: 'stall' }),
  network('half-open', { kind: 'half-open' }),
  { name: 'SIGKILL', begin: (kafka) => kafka.kill(), end: (kafka) => kafka.restart() },
];

/**
 * Lets a fault happen to a log in use: events are appended before, throughout and after it, one after another, while a
 * reader and a group receive them.
 * @param duringMs how long the fault lasts
 */
export async function playFault(
  log: EventLog,
  kafka: BrokenKafka,
  fault: Fault,
  duringMs: number,
): Promise<FaultResult> {
  const traffic = await startLogTraffic(log, `faults.${fault.name.replaceAll(/\W/g, '-').toLowerCase()}`);
  let going = true;
  const appending = (async () => {
    while (going) await traffic.appendOne();
  })();
  await traffic.delivered(await traffic.appendOne());
  await fault.begin(kafka);
  const { promise: over, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, duringMs);
  await over;
  await fault.end(kafka);
  const healed = performance.now();
  await traffic.delivered(await traffic.appendOne());
  const healthyAfter = performance.now() - healed;
  going = false;
  await appending;
  await traffic.delivered(traffic.acknowledged.at(-1)!);
  await traffic.close();
  const refused = Object.fromEntries([...Map.groupBy(traffic.refusals, (code) => code)].map(([k, v]) => [k, v.length]));
  return {
    fault: fault.name,
    healthyAfter,
    longestAppend: traffic.longestAppend(),
    acknowledged: traffic.acknowledged.length,
    refused,
    faults: traffic.faults(),
  };
}
