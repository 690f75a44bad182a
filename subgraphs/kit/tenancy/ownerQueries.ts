import type { QueryResultRow } from 'pg';
import type { Logger } from '#platform/logs/logger.ts';
import { storeFailure } from './storeFailure.ts';
import { storePool } from './storePool.ts';

/** Statements as the owner of a subgraph's database, for what the kit does across tenants: relay, inbox, schemas. */
export interface OwnerQueries {
  query<R>(sql: string, params?: unknown[]): Promise<{ rows: R[]; rowCount: number | null }>;
}

/** Connections of the owner for work now and then. */
export interface OwnerPool extends OwnerQueries {
  /** Runs `work` in one transaction: commits when it resolves, rolls back when it rejects. */
  transact<R>(work: (queries: OwnerQueries) => Promise<R>): Promise<R>;
  close(): Promise<void>;
}

/** Behind a network that lost a connection no answer would ever come. */
const defaultAnswerWithinMs = 10_000;

/** Opens a pool of two connections of the owner. Its statements throw CodedError STORE_UNAVAILABLE when it is away. */
export function ownerPool(adminUrl: string, name: string, logger: Logger): OwnerPool {
  const pool = storePool({ url: adminUrl, size: 2, logger, name, answerWithinMs: defaultAnswerWithinMs });
  const coded = (error: unknown): never => {
    throw storeFailure(error);
  };
  return {
    query: <R>(sql: string, params?: unknown[]) => pool.query<R & QueryResultRow>(sql, params).catch(coded),
    async transact(work) {
      const client = await pool.connect().catch(coded);
      try {
        await client.query('BEGIN');
        const result = await work({
          query: <R>(sql: string, params?: unknown[]) => client.query<R & QueryResultRow>(sql, params),
        });
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch(() => undefined);
        throw storeFailure(error);
      } finally {
        client.release(client.getTransactionStatus() !== 'I');
      }
    },
    close: () => pool.end(),
  };
}
