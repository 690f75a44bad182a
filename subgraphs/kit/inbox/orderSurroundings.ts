import type { EventLog } from '#platform/event-log/eventLog.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { OwnerPool } from '../tenancy/ownerQueries.ts';
import type { Effect } from './effect.ts';
import type { BatchSurroundings } from './handleBatch.ts';

/** What orders of operators are carried out with. */
export interface OrderSurroundings extends BatchSurroundings {
  readonly queries: OwnerPool;
  readonly effects: ReadonlyMap<string, Effect>;
  readonly eventLog: EventLog;
  readonly logger: Logger;
  /** Aborted when the consumers are to stop: a long rewind is then left, and repeated at the next start. */
  readonly signal: AbortSignal;
}
