import type { Logger } from '#platform/logs/logger.ts';
import type { OwnerQueries } from '../tenancy/ownerQueries.ts';

const hourMs = 3_600_000;

/** An event may come again, or be handed out again by an operator, as long as the log has it; this many days are the least. */
const keepDays = 30;
const defaultRetentionDays = 7;

/**
 * Removes what the inbox no longer needs, and says how many rows. What the kit itself notes there, such as that a
 * tenant was seeded, is kept for ever.
 * @param eventRetentionDays after how many days the log has removed an event; 0: never, and then nothing is removed here either
 */
export async function pruneInbox(
  queries: OwnerQueries,
  eventRetentionDays: number = defaultRetentionDays,
): Promise<number> {
  if (eventRetentionDays === 0) return 0;
  const { rowCount } = await queries.query(
    `DELETE FROM shared.inbox WHERE done_at < now() - $1 * interval '1 day' AND consumer NOT LIKE 'kit.%'`,
    // The log removes whole segments, so an event may stay a while longer than its retention.
    [Math.max(keepDays, 2 * eventRetentionDays)],
  );
  return rowCount ?? 0;
}

/** Prunes now and each hour. Gives a function that ends this. */
export function pruneHourly(queries: OwnerQueries, logger: Logger, eventRetentionDays?: number): () => void {
  const prune = () => {
    pruneInbox(queries, eventRetentionDays).catch((error) =>
      logger.warn({ err: error }, 'the inbox was not pruned; tried again in an hour'),
    );
  };
  const timer = setInterval(prune, hourMs);
  prune();
  return () => clearInterval(timer);
}
