import type { Pool, PoolClient, QueryResult } from 'pg';
import { CodedError } from '#platform/errors/codedError.ts';
import { begin, beginning, giveBack, type SessionConnection, send } from './sessionProtocol.ts';
import { guardStatement } from './statementGuard.ts';
import { isBroken, storeFailure } from './storeFailure.ts';
import type { TenantNames } from './tenantNames.ts';

/** A statement that ends a session may go out together with one that precedes it. */
interface LastStatement {
  readonly sql: string;
  readonly params: readonly unknown[];
}

/**
 * A pooled connection on loan to one transaction of a tenant.
 *
 * States: *unused* (nothing sent, no connection taken) → *begun* (at the first statement: BEGIN, role and search path
 * go out in one message, the statement right behind it without waiting) → *closed* (by commit or rollback; nothing is
 * sent any more). Role and search path are local to the transaction, so its end takes them from the connection; a
 * connection that does not report an idle state afterwards is destroyed instead of given back.
 *
 * When BEGIN fails, the statements behind it meet an aborted transaction: nothing ever runs without the tenant's role.
 */
export class TenantConnection implements SessionConnection {
  readonly #pool: Pool;
  readonly #begin: string;
  statements = 0;
  #open = true;
  /** No answer will come on this connection any more. */
  #broken = false;
  #client: Promise<PoolClient> | undefined;
  #begun: Promise<unknown> = Promise.resolve();

  constructor(pool: Pool, names: TenantNames) {
    this.#pool = pool;
    this.#begin = beginning(names, 'READ WRITE');
  }

  /**
   * Runs one guarded statement.
   * @throws CodedError STATEMENT_REFUSED, SESSION_CLOSED, TENANT_NOT_PROVISIONED, STATEMENT_TIMEOUT, STORE_UNAVAILABLE
   */
  async query(sql: unknown, params: readonly unknown[] = []): Promise<QueryResult> {
    guardStatement(sql);
    this.assertOpen();
    const client = await this.#taken();
    this.assertOpen();
    this.statements += 1;
    try {
      return await send(client, sql, params);
    } catch (error) {
      this.#broken ||= isBroken(error);
      // The begin's failure is the cause of every later one.
      await this.#begun;
      throw storeFailure(error);
    }
  }

  /** @throws CodedError SESSION_CLOSED */
  assertOpen(): void {
    if (!this.#open) throw new CodedError('SESSION_CLOSED');
  }

  /**
   * Commits, together with a last statement if one is given, in one round trip.
   * @throws CodedError COMMIT_UNKNOWN when the connection broke meanwhile, TRANSACTION_ABORTED when a statement had
   * failed before, or what the last statement or a deferred constraint threw; nothing is committed in these two cases
   */
  async commit(last?: LastStatement): Promise<void> {
    if (last && this.#open) await this.#taken();
    const client = await this.#close();
    if (!client) return;
    const outcomes = await Promise.allSettled([
      last ? send(client, last.sql, last.params) : undefined,
      client.query('COMMIT'),
    ]);
    giveBack(client);
    await this.#begun;
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') throw commitFailure(outcome.reason);
    }
    const committed = outcomes[1].status === 'fulfilled' && outcomes[1].value.command === 'COMMIT';
    if (!committed) throw new CodedError('TRANSACTION_ABORTED');
  }

  /** Undoes everything and gives the connection back. Never throws: a broken connection has rolled back by itself. */
  async rollback(): Promise<void> {
    const client = await this.#close();
    if (!client) return;
    if (this.#broken) {
      client.release(true);
      return;
    }
    await client.query('ROLLBACK').catch(() => undefined);
    giveBack(client);
  }

  #taken(): Promise<PoolClient> {
    this.#client ??= this.#take();
    return this.#client;
  }

  async #take(): Promise<PoolClient> {
    try {
      const client = await this.#pool.connect();
      this.#begun = begin(client, this.#begin);
      return client;
    } catch (error) {
      throw storeFailure(error);
    }
  }

  async #close(): Promise<PoolClient | undefined> {
    this.#open = false;
    const client = this.#client;
    this.#client = undefined;
    return client?.catch(() => undefined);
  }
}

function commitFailure(error: unknown): unknown {
  return isBroken(error) ? new CodedError('COMMIT_UNKNOWN', { cause: error }) : storeFailure(error);
}
