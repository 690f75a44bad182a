/** What `npm run events` understands; printed when a command line is not understood. */
export const usage = `Usage: npm run --silent events -- <command> [--json] [--as <user>]

  list   [--topic t] [--tenant id] [--key k] [--since time] [--limit 1..1000]   the newest events of the log
  tail   [--topic t] [--tenant id] [--count n]                                  events as they come, until Ctrl+C
  show   <event-id> [--topic t]                                                 one event, whole
  lag    [--group g]                                                            what each consumer has yet to do

  dlq list    [--topic t] [--consumer c] [--state open|edited|replaying|done|resolved|all]
  dlq show    <event-id> [--consumer c]                                         one dead letter with its history
  dlq edit    <event-id> [--consumer c] --payload '<json>' | --file <path>      correct its payload
  dlq replay  <event-id> [--consumer c]                                         hand it to its consumer again
  dlq resolve <event-id> [--consumer c] --note '<why>'                          close it

  replay --group g --from start|<partition>:<offset>,… --confirm                a consumer takes events again

Ends with 0: done, 1: nothing found or failed, 2: not understood.`;

/** A command line that is not understood; ends with 2. */
export class UsageError extends Error {}
