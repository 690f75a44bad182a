import { CodedError } from '#platform/errors/codedError.ts';
import type { Failure } from '../failures/failure.ts';
import { isFailure } from '../failures/isFailure.ts';
import type { OpenSession, PublishedEvent, Store } from '../tenancy/store.ts';
import type { TenantSession, TenantTransaction } from '../tenancy/tenantSession.ts';

/** The sessions of one request. */
export interface RequestSessions {
  read<R>(work: (session: TenantSession) => Promise<R>): Promise<R>;
  transact<R>(work: (transaction: TenantTransaction) => Promise<R>): Promise<R>;
  /** SQL statements sent so far. */
  statements(): number;
  /** Ends what is still open; never throws. */
  close(): Promise<void>;
}

/** What the sessions of a request belong to. */
export interface RequestSessionsOptions {
  readonly store: Store;
  readonly tenantId: string;
  /** W3C `traceparent` of the request. */
  readonly traceparent: string;
  readonly actor: string;
  /** Called after a commit with the events that it published. */
  onPublished(events: readonly PublishedEvent[]): void;
  /** Called when a transaction ended, either way: what was read before may no longer be so. */
  onTransactionEnd(): void;
}

/**
 * Keeps at most one connection per request, so that requests cannot wait for one another in the pool.
 *
 * States: none → reading (first `read`) → none (`transact` begins) → writing → none (it ended).
 * While writing, `read` works in the transaction: it sees what the mutation did. A second `transact` meanwhile is
 * refused, since half of it would be committed by the other.
 *
 * Closed is final. An answer can be complete while resolvers still run, where a fault made null of everything around
 * them; nothing more is read or written for it then.
 */
export function createRequestSessions(options: RequestSessionsOptions): RequestSessions {
  const { store, tenantId, traceparent, actor } = options;
  let closed = false;
  let reading: OpenSession | null = null;
  let transacting = false;
  let writing: TenantTransaction | null = null;
  let ofEnded = 0;

  function endReading(): void {
    const ended = reading;
    reading = null;
    ofEnded += ended?.session.statements ?? 0;
    ended?.close();
  }

  async function withTransaction<R>(
    transaction: TenantTransaction,
    work: (transaction: TenantTransaction) => Promise<R>,
  ): Promise<R> {
    writing = transaction;
    try {
      const result = await work(transaction);
      if (isFailure(result)) throw new ExpectedFailure(result);
      return result;
    } finally {
      writing = null;
      ofEnded += transaction.statements;
    }
  }

  return {
    async read(work) {
      if (closed) throw ended();
      if (writing) return work(writing);
      if (transacting) throw overlapping();
      reading ??= store.openRead(tenantId);
      return work(reading.session);
    },
    async transact(work) {
      if (closed) throw ended();
      if (transacting) throw overlapping();
      transacting = true;
      try {
        endReading();
        return await store.transact(tenantId, (transaction) => withTransaction(transaction, work), {
          traceparent,
          actor,
          onPublished: options.onPublished,
        });
      } catch (error) {
        if (error instanceof ExpectedFailure) return error.failure as Awaited<ReturnType<typeof work>>;
        throw error;
      } finally {
        transacting = false;
        options.onTransactionEnd();
      }
    },
    statements: () => ofEnded + (reading?.session.statements ?? 0),
    async close() {
      closed = true;
      endReading();
    },
  };
}

/** Carries a failure out of a transaction that rolls back because of it. */
class ExpectedFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

function ended(): CodedError {
  return new CodedError('SESSION_CLOSED', { message: 'The request has its answer; nothing more is read for it.' });
}

function overlapping(): CodedError {
  return new CodedError('INTERNAL_ERROR', {
    message: 'A request has one transaction at a time: await the running one before reading or writing again.',
  });
}
