import type { TenantSession, TenantTransaction } from './tenantSession.ts';

/** What a transaction knows about its request. */
export interface TransactOptions {
  /** W3C trace id of the request; a new one without it. */
  readonly traceId?: string;
  /** W3C `traceparent` of the request or event that this works for; goes before `traceId`. */
  readonly traceparent?: string | undefined;
  /** User id of who acts. */
  readonly actor?: string | null;
  /** Called after the commit with what the transaction published, if anything. */
  readonly onPublished?: (events: readonly PublishedEvent[]) => void;
}

/** An event that a transaction published. */
export interface PublishedEvent {
  readonly id: string;
  /** Its topic, e.g. `lead.created`. */
  readonly name: string;
}

/** A read session that its opener closes, for work that does not fit into one function (a request's loaders). */
export interface OpenSession {
  readonly session: TenantSession;
  /** Ends the session: it takes no more statements; may be called more than once, and never throws. */
  close(): void;
}

/** What makes a repetition known: the same consumer and event have their effect once. */
export interface Once {
  readonly consumer: string;
  /** UUID of the event. */
  readonly eventId: string;
}

/** The store of one subgraph: sessions of its tenants, and nothing else. */
export interface Store {
  /** Runs `work` in a READ ONLY session of the tenant. */
  read<R>(tenantId: string, work: (session: TenantSession) => Promise<R>): Promise<R>;
  /** Opens a READ ONLY session; it holds a connection only while statements of it run. */
  openRead(tenantId: string): OpenSession;
  /** Runs `work` in a transaction of the tenant: commits when it resolves, rolls back when it rejects. */
  transact<R>(
    tenantId: string,
    work: (transaction: TenantTransaction) => Promise<R>,
    options?: TransactOptions,
  ): Promise<R>;
  /**
   * As `transact`, but `work` has its effect at most once per consumer and event, however often this is called.
   * @returns whether it had its effect now
   */
  transactOnce(
    tenantId: string,
    once: Once,
    work: (transaction: TenantTransaction) => Promise<void>,
    options?: TransactOptions,
  ): Promise<boolean>;
  /** Identifiers of the tenants that have their schema here. */
  tenants(): Promise<string[]>;
  /**
   * Makes role, schema and tables of a tenant, seeds it and publishes `tenant.provisioned`; may be repeated.
   * @throws CodedError TENANT_DELETED when it was removed before
   */
  provision(tenantId: string, options?: TransactOptions): Promise<void>;
  /**
   * Removes a tenant for good, with all that it has here, and publishes `tenant.removed` in the platform's name; may be
   * repeated. Waits for sessions of it that run; there are no further ones.
   */
  remove(tenantId: string, options?: TransactOptions): Promise<void>;
  /** Whether a tenant was removed from here, or is being removed. */
  isRemoved(tenantId: string): Promise<boolean>;
  /** Calls back after each tenant that this process provisioned; gives a function that ends it. */
  onTenantProvisioned(callback: (tenantId: string) => void): () => void;
  /** Resolves when the database answers a login of the subgraph. */
  ping(): Promise<void>;
  /** Waits for running sessions and closes every connection. */
  close(): Promise<void>;
}
