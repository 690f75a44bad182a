import { deadLetterRecord } from '#kit/inbox/deadLetterNote.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import type { Command } from '../desk.ts';
import { readKept } from '../readKept.ts';
import { UsageError } from '../usage.ts';

/** Begin and end of what is replayed, by partition; ends are exclusive. */
type Ranges = Record<string, { from: bigint; to: bigint }>;

/** `replay`: has a consumer take the events of its topic again from a position on. What had its effect has none again. */
export const replay: Command = async ({ log, groups, print }, { options, as, confirm, json }) => {
  const { group, from } = options;
  if (group === undefined || from === undefined) throw new UsageError('replay needs --group and --from.');
  const begins = readPositions(from);
  const found = groups.find((one) => one.group === group);
  if (!found) throw failed(`There is no consumer ${group}. See: npm run events -- lag`);
  const { topic } = found;
  const [lag, ranges] = [await log.lag(group, [topic]), {} as Ranges];
  let events = 0;
  await readKept(log, [topic], ({ position: { partition, offset } }) => {
    const begin = begins === 'start' ? 0n : begins.get(partition);
    if (begin === undefined || BigInt(offset) < begin) return;
    ranges[partition] ??= { from: BigInt(offset), to: 0n };
    ranges[partition].to = BigInt(offset) + 1n;
    events += 1;
  });
  if (events === 0) return false;
  if (!confirm) throw new UsageError(`This hands ${events} events of ${topic} to ${group} again. Add --confirm.`);
  if ((lag[topic] ?? 0) > 0) throw failed(`${group} has ${lag[topic]} events to do; wait until its lag is 0.`);
  const vector = (end: 'from' | 'to') => ({
    [topic]: Object.fromEntries(Object.entries(ranges).map(([partition, range]) => [partition, String(range[end])])),
  });
  const note = {
    kind: 'rewind',
    consumer: group,
    event_id: group,
    by: as,
    from: vector('from'),
    to: vector('to'),
  } as const;
  await log.append([deadLetterRecord(note, { topic, key: group }, 'event-desk')]);
  print(json ? JSON.stringify({ group, topic, events }) : `${group} takes ${events} events of ${topic} again.`);
  return true;
};

const failed = (message: string) => new CodedError('BAD_REQUEST', { message });

function readPositions(text: string): 'start' | Map<number, bigint> {
  if (text === 'start') return 'start';
  if (!/^\d{1,4}:\d{1,18}(,\d{1,4}:\d{1,18})*$/.test(text))
    throw new UsageError('--from is start, or positions as list shows them: 0:120,1:98.');
  return new Map(text.split(',').map((one) => [Number(one.split(':')[0]), BigInt(one.split(':')[1]!)]));
}
