import type { Socket } from 'node:net';
import type { Pool, PoolClient, QueryResult } from 'pg';
import { CodedError } from '#platform/errors/codedError.ts';
import { begin, beginning, giveBack, type SessionConnection, send } from './sessionProtocol.ts';
import { guardRead } from './statementGuard.ts';
import { storeFailure } from './storeFailure.ts';
import type { TenantNames } from './tenantNames.ts';

/** A connection on loan for statements that were asked for together. */
interface Loan {
  readonly client: Promise<PoolClient>;
  /** Set once the begin is sent, which precedes every statement. */
  begun: Promise<unknown> | undefined;
  /** Set before the end is sent, behind which no statement may go. */
  ended: boolean;
}

/**
 * The READ ONLY session of a tenant. Statements that are asked for together travel together, as one transaction: begin,
 * role and search path in one message, the statements, the end, all without waiting for an answer. Statements that are
 * asked for later are a transaction of their own: at READ COMMITTED each statement sees what is committed when it
 * begins in either case, and no connection is held while nothing is asked of it.
 *
 * Role and path are local to the transaction. Its end is on its way before the first answer is there, and a connection
 * that does not report an idle state afterwards is destroyed instead of given back.
 */
export class TenantReader implements SessionConnection {
  readonly #pool: Pool;
  readonly #begin: string;
  statements = 0;
  #open = true;
  #loan: Loan | undefined;

  constructor(pool: Pool, names: TenantNames) {
    this.#pool = pool;
    this.#begin = beginning(names, 'READ ONLY');
  }

  /** @throws CodedError STATEMENT_REFUSED, SESSION_CLOSED, TENANT_NOT_PROVISIONED, STATEMENT_TIMEOUT, STORE_UNAVAILABLE */
  async query(sql: unknown, params: readonly unknown[] = []): Promise<QueryResult> {
    guardRead(sql);
    for (;;) {
      this.#assertOpen();
      this.#loan ??= this.#borrow();
      const loan = this.#loan;
      const client = await loan.client;
      this.#assertOpen();
      // Asked and sent in one step: nothing is ever sent behind the end.
      if (loan.begun && !loan.ended) return this.#run(send(client, sql, params), loan.begun);
    }
  }

  async #run(sent: Promise<QueryResult>, begun: Promise<unknown>): Promise<QueryResult> {
    this.statements += 1;
    try {
      return await sent;
    } catch (error) {
      // The begin's failure is the cause of every later one.
      await begun;
      throw storeFailure(error);
    }
  }

  /** Takes no more statements. Those on their way end by themselves, and their connection with them. */
  close(): void {
    this.#open = false;
  }

  #assertOpen(): void {
    if (!this.#open) throw new CodedError('SESSION_CLOSED');
  }

  #borrow(): Loan {
    const loan: Loan = { client: this.#connect(() => loan), begun: undefined, ended: false };
    return loan;
  }

  async #connect(loanOf: () => Loan): Promise<PoolClient> {
    try {
      const client = await this.#pool.connect();
      const loan = loanOf();
      socketOf(client).cork();
      loan.begun = begin(client, this.#begin);
      // After all who wait for the connection have sent theirs, and before any answer.
      process.nextTick(() => this.#end(client, loan));
      return client;
    } catch (error) {
      this.#loan = undefined;
      throw storeFailure(error);
    }
  }

  #end(client: PoolClient, loan: Loan): void {
    loan.ended = true;
    this.#loan = undefined;
    const back = (): void => giveBack(client);
    client.query('ROLLBACK').then(back, back);
    socketOf(client).uncork();
  }
}

/** The socket, which holds what is written back from `cork` to `uncork`: the whole transaction leaves at once. */
function socketOf(client: PoolClient): Pick<Socket, 'cork' | 'uncork'> {
  return (client as unknown as { connection: { stream: Socket } }).connection.stream;
}
