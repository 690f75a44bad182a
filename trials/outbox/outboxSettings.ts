import { createEmbeddedEventLog } from '#platform/event-log/embedded/createEmbeddedEventLog.ts';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import { createKafkaEventLog } from '#platform/event-log/kafka/createKafkaEventLog.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';

/** Where the processes of the trial find their database and the log. */
export interface OutboxSettings {
  readonly databaseUrl: string;
  readonly adminUrl: string;
  /** The log: a database, or a broker. */
  readonly log: { readonly connectionString: string } | { readonly broker: string };
}

/** How much the writer writes, and when. */
export interface WritingPlan {
  /** Milliseconds since the epoch. */
  readonly began: number;
  /** Transactions to be committed each second. */
  readonly perSecond: number;
  readonly seconds: number;
}

/** Whose events these are, and of which topic. */
export const tenantId = '01890000-0000-7000-8000-0000000000aa';
export const topic = 'lead.created';

/** Opens the event log, trying again while it is away: so that a process may be started at any moment. */
export async function openLog({ log }: OutboxSettings): Promise<EventLog> {
  const open = (): Promise<EventLog> =>
    'broker' in log
      ? createKafkaEventLog({ connection: { brokers: [log.broker] }, logger: nullLogger })
      : createEmbeddedEventLog({ ...log, logger: nullLogger });
  return persistently(open);
}

/** Repeats what fails, for half a minute at most, and then fails with its reason. */
export async function persistently<Result>(work: () => Promise<Result>): Promise<Result> {
  const end = Date.now() + 30_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
