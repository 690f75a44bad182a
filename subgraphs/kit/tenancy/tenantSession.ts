import type { EntityManager } from 'typeorm';
import type { EventPayloads, Topic } from '#generated/events.ts';

/**
 * The only way to the rows of a tenant: a transaction whose role and schema are the tenant's.
 *
 * It lives from its opening to the end of the work that it was handed to; what is asked of it later is refused with
 * SESSION_CLOSED. It takes single statements of the verbs SELECT, INSERT, UPDATE, DELETE, MERGE, WITH, VALUES, TABLE
 * and, where it writes, savepoints; everything else is refused with STATEMENT_REFUSED, by the session and again by PostgreSQL.
 */
export interface TenantSession {
  readonly tenantId: string;
  /** Statements that this session has sent, so that requests and tests can count them. */
  readonly statements: number;
  /** TypeORM's manager of this very session, for the entities of the subgraph. */
  readonly manager: EntityManager;
  /**
   * Runs one statement and gives its rows. Timestamps come as RFC 3339 strings with all their digits, `NUMERIC` and
   * `BIGINT` as strings. Statements that are not awaited one by one travel together.
   * @throws CodedError STATEMENT_REFUSED, SESSION_CLOSED, STATEMENT_TIMEOUT, STORE_UNAVAILABLE, TENANT_NOT_PROVISIONED
   * @throws DatabaseError of `pg` where PostgreSQL refuses, e.g. a unique violation (`code` is the SQLSTATE)
   */
  query<R>(sql: string, params?: unknown[]): Promise<R[]>;
}

/** A tenant session that writes: it commits whole, with its events, or not at all. */
export interface TenantTransaction extends TenantSession {
  /** W3C trace id that its events carry. */
  readonly traceId: string;
  /** W3C `traceparent` of this transaction: a span of its own in the trace of its request or event. */
  readonly traceparent: string;
  /** Who acts: a user id, or null when the system does. */
  readonly actor: string | null;
  /**
   * Records an event that leaves with the commit of this transaction, in the order of these calls.
   * @returns the event's id
   * @throws CodedError EVENT_INVALID when the payload does not keep to its contract or names another tenant
   */
  publish<T extends Topic>(topic: T, payload: EventPayloads[T]): Promise<string>;
  /** Has `work` called once the transaction is committed; not at all when it is rolled back. */
  afterCommit(work: () => void): void;
}
