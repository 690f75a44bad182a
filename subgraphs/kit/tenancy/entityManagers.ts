import { DataSource, type EntityManager, type EntitySchema } from 'typeorm';
import { CodedError } from '#platform/errors/codedError.ts';
import type { SessionConnection } from './sessionProtocol.ts';

/** Gives TypeORM's manager of a session. */
export type ManagerOf = (connection: SessionConnection) => EntityManager;

/** What TypeORM's query runner for PostgreSQL keeps to itself. */
interface RunnerInside {
  databaseConnection: Pick<SessionConnection, 'query'>;
  isTransactionActive: boolean;
  transactionDepth: number;
}

/**
 * Builds TypeORM's metadata for the entities and gives managers that work on tenant connections only.
 *
 * TypeORM never gets a connection of its own: its pool refuses, so neither `manager.connection` nor a new query runner
 * leads past the tenant session. Each manager's runner stands in the session's transaction from the start; a nested
 * `manager.transaction` makes a savepoint in it.
 */
export async function entityManagers(entities: readonly EntitySchema[]): Promise<ManagerOf> {
  const source = new DataSource({
    type: 'postgres',
    driver: { Pool: refusingPool },
    entities: [...entities],
    installExtensions: false,
    logging: false,
  });
  // Known beforehand, so that initialize asks no database.
  Object.assign(source.driver, { version: '18.0', database: 'tenant', searchSchema: 'tenant' });
  await source.initialize();
  return (connection) => {
    const runner = source.createQueryRunner();
    const inside: RunnerInside = {
      databaseConnection: { query: (sql, params) => connection.query(sql, params) },
      isTransactionActive: true,
      transactionDepth: 1,
    };
    return Object.assign(runner, inside).manager;
  };
}

/** Stands where TypeORM makes its pool. Only the look at extensions after initialize is let in, with no query. */
function refusingPool() {
  const connection = {
    query: () => Promise.reject(new CodedError('STATEMENT_REFUSED')),
    on: () => undefined,
    removeListener: () => undefined,
  };
  const pool = {
    on: () => pool,
    connect: (done: (error: null, client: typeof connection, release: () => void) => void) =>
      done(null, connection, () => undefined),
    end: (done: () => void) => done(),
  };
  return pool;
}
