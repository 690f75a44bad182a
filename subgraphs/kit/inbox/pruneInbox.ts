import type { Logger } from '#platform/logs/logger.ts';
import type { OwnerQueries } from '../tenancy/ownerQueries.ts';

const HOUR_MS = 3_600_000;

/** Longer than any log keeps its events by default, so that no repetition can come any more. */
const KEEP = '30 days';

/**
 * Removes what the inbox no longer needs, and says how many rows. What the kit itself notes there, such as that a
 * tenant was seeded, is kept for ever.
 */
export async function pruneInbox(queries: OwnerQueries): Promise<number> {
  const { rowCount } = await queries.query(
    `DELETE FROM shared.inbox WHERE done_at < now() - $1::interval AND consumer NOT LIKE 'kit.%'`,
    [KEEP],
  );
  return rowCount ?? 0;
}

/** Prunes now and each hour. Gives a function that ends this. */
export function pruneHourly(queries: OwnerQueries, logger: Logger): () => void {
  const prune = () => {
    pruneInbox(queries).catch((error) =>
      logger.warn({ err: error }, 'the inbox was not pruned; tried again in an hour'),
    );
  };
  const timer = setInterval(prune, HOUR_MS);
  prune();
  return () => clearInterval(timer);
}
