import type { Principal } from '#platform/identity/principal.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { Loader } from './loaders/defineLoader.ts';
import type { TenantSession, TenantTransaction } from './tenancy/tenantSession.ts';

/** What a resolver gets as its third argument: who asks, and the only ways to the store. */
export interface RequestContext {
  /** Who asks. Reading it throws CodedError UNAUTHENTICATED when nobody is signed in. */
  readonly principal: Principal;
  readonly requestId: string;
  /** W3C trace id (32 hex digits) of the request; events published in it carry it. */
  readonly traceId: string;
  /** Writes the request id, trace id and tenant with each line. */
  readonly logger: Logger;

  /**
   * Works in the request's one READ ONLY session of the principal's tenant, opened at first use.
   * While `transact` runs, `read` works inside that transaction and sees its changes.
   */
  read<R>(work: (session: TenantSession) => Promise<R>): Promise<R>;

  /**
   * Works in a transaction of its own, which commits when `work` resolves and leaves nothing behind when it rejects or
   * resolves to an expected failure (`notFound`, `invalidInput`, `conflict`).
   * Loaded values are forgotten afterwards, so fields of the mutation's result show the new state.
   */
  transact<R>(work: (transaction: TenantTransaction) => Promise<R>): Promise<R>;

  /** Loads one value through a loader; all keys asked for in the same turn travel in one statement. */
  load<K, V>(loader: Loader<K, V>, key: K): Promise<V>;

  /**
   * Other tenants' stores, for operations of the platform's operator such as `createTenant`.
   * @throws CodedError FORBIDDEN unless the principal has the scope `platform:provision`
   */
  readonly tenants: TenantAdministration;
}

/** What the platform's operator may do with tenants that are not its own. */
export interface TenantAdministration {
  /** Makes role, schema and tables of a tenant, if they are not there yet. */
  provision(tenantId: string): Promise<void>;
  /** Works in a READ ONLY session of that tenant. */
  read<R>(tenantId: string, work: (session: TenantSession) => Promise<R>): Promise<R>;
  /** Works in a transaction of that tenant. */
  transact<R>(tenantId: string, work: (transaction: TenantTransaction) => Promise<R>): Promise<R>;
  /**
   * Destroys the keys of that tenant's personal data in events, for ever; may be repeated.
   * @throws CodedError PERSONAL_DATA_KEYS_UNAVAILABLE
   */
  shred(tenantId: string): Promise<void>;
}
