/**
 * A member of a group in a process of its own. Arguments: module and argument of the log's opener, group, topic,
 * and how many events to finish. It prints the number of each event that it gets, does not finish what comes
 * after the given number, and waits to be killed; with `leave` instead, it closes the log, prints `closed`, and must end.
 */
import type { EventLog } from '../eventLog.ts';

const [module, argument, group, topic, task] = process.argv.slice(2) as [string, string, string, string, string];
const { openLog } = (await import(module)) as { openLog(argument: string): Promise<EventLog> };
const log = await openLog(argument);
const reader = await log.read({ topics: [topic], from: 'start', onEvents: () => undefined });
let finished = 0;
await log.consume({
  group,
  topics: [topic],
  async onEvents(events) {
    for (const { payload } of events) console.log(payload.n);
    finished += events.length;
    if (task !== 'leave' && finished > Number(task)) await new Promise(() => undefined);
  },
});
console.log('joined');
if (task === 'leave') {
  await reader.close();
  await log.close();
  console.log('closed');
}
