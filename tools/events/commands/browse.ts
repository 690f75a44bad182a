import { eventContracts } from '#generated/events.ts';
import type { LoggedEvent } from '#platform/event-log/eventLog.ts';
import { isDeadLetterTopic } from '#platform/event-log/shared/deadLetterTopics.ts';
import type { Command } from '../desk.ts';
import { type CommandLine, wholeNumber } from '../readCommandLine.ts';
import { readKept } from '../readKept.ts';
import { UsageError } from '../usage.ts';
import { contractOf, table, visibleEvent } from '../visible.ts';

/** The topics that a command line asks for: one, or all that have a contract. @throws UsageError */
function topicsOf({ options: { topic } }: CommandLine): string[] {
  if (topic === undefined) return Object.keys(eventContracts);
  if (!contractOf(isDeadLetterTopic(topic) ? topic.slice(0, -4) : topic))
    throw new UsageError(`There is no topic ${topic}. See docs/architecture/event-schemas.`);
  return [topic];
}

function matches({ options: { tenant, key, since } }: CommandLine) {
  const from = since === undefined ? 0 : Date.parse(since);
  if (Number.isNaN(from)) throw new UsageError('--since needs a time such as 2026-01-31T09:30:00Z.');
  return (event: LoggedEvent) =>
    (tenant === undefined || event.header.tenant_id === tenant) &&
    (key === undefined || event.key === key) &&
    Date.parse(event.header.timestamp) >= from;
}

const cells = ({ header, topic, key, position }: LoggedEvent) => [
  header.timestamp,
  topic,
  header.event_id,
  `${position.partition}:${position.offset}`,
  key,
];

/** `list`: the newest events of the log, oldest first. */
export const list: Command = async ({ log, print }, line) => {
  const limit = wholeNumber(line, 'limit', 1_000) ?? 20;
  const wanted = matches(line);
  let found: LoggedEvent[] = [];
  const newest = () => found.sort((a, b) => (a.header.timestamp < b.header.timestamp ? -1 : 1)).slice(-limit);
  await readKept(log, topicsOf(line), (event) => {
    if (wanted(event)) found.push(event);
    if (found.length >= 10 * limit) found = newest();
  });
  const events = newest().map(visibleEvent);
  if (line.json) print(JSON.stringify(events));
  else for (const row of table(events.map(cells))) print(row);
  return events.length > 0;
};

/** `tail`: events as they come, one per line. */
export const tail: Command = async ({ log, print, say, signal }, line) => {
  const count = wholeNumber(line, 'count', 1_000_000) ?? Number.POSITIVE_INFINITY;
  const wanted = matches(line);
  const { promise: over, resolve } = Promise.withResolvers<void>();
  let seen = 0;
  const reader = await log.read({
    topics: topicsOf(line),
    from: 'end',
    onEvents(events) {
      for (const event of events
        .filter(wanted)
        .slice(0, count - seen)
        .map(visibleEvent)) {
        seen += 1;
        print(line.json ? JSON.stringify(event) : cells(event).join('  '));
      }
      if (seen >= count) resolve();
    },
    onError: (error) => say(`(${error.message})`),
  });
  say('Events from now on; Ctrl+C ends it.');
  signal.addEventListener('abort', () => resolve());
  if (signal.aborted) resolve();
  await over;
  await reader.close();
  return true;
};

/** `show`: one event, whole, wherever it stands. */
export const show: Command = async ({ log, print }, line) => {
  const found: LoggedEvent[] = [];
  await readKept(log, topicsOf(line), (event) => {
    if (event.header.event_id === line.target) found.push(event);
  });
  for (const event of found.slice(0, 1)) print(JSON.stringify(visibleEvent(event), null, line.json ? 0 : 2));
  return found.length > 0;
};

/** `lag`: how many events each consumer has yet to do. */
export const lag: Command = async ({ log, print, groups }, line) => {
  const wanted = groups.filter(({ group }) => (line.options.group ?? group) === group);
  const rows = [];
  for (const { group, topic } of wanted) rows.push({ group, topic, lag: (await log.lag(group, [topic]))[topic] ?? 0 });
  if (line.json) print(JSON.stringify(rows));
  else for (const row of table(rows.map((one) => [one.group, one.topic, String(one.lag)]))) print(row);
  return rows.length > 0;
};
