import type { Pool } from 'pg';
import { platformTenant } from '#platform/identity/platformTenant.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { PersonalData } from '#platform/pii/personalData.ts';
import { childOf, formatTraceparent, parseTraceparent } from '#platform/tracing/traceContext.ts';
import { eventRecordOf } from '../outbox/eventRecordOf.ts';
import { ConnectedSession } from './connectedSession.ts';
import { ConnectedTransaction } from './connectedTransaction.ts';
import type { ManagerOf } from './entityManagers.ts';
import type { Once, OpenSession, Store, TransactOptions } from './store.ts';
import type { StoreDefinition } from './storeDefinition.ts';
import { storeFailure } from './storeFailure.ts';
import { TenantConnection } from './tenantConnection.ts';
import { tenantNames } from './tenantNames.ts';
import type { TenantSchemas } from './tenantSchemas.ts';
import type { TenantSession, TenantTransaction } from './tenantSession.ts';

/** What a pooled store is made of. */
interface Parts {
  readonly definition: StoreDefinition;
  readonly prefix: string;
  /** Connections of the login role: sessions. */
  readonly pool: Pool;
  /** Connections of the owner: schemas. */
  readonly admin: Pool;
  readonly schemas: TenantSchemas;
  readonly managerOf: ManagerOf;
  readonly logger: Logger;
  readonly personalData: PersonalData;
  /** Tenants whose schema is behind the program, with the reason. */
  readonly failed: ReadonlyMap<string, Error>;
}

/** What the seed of a new tenant is known by in the inbox. */
const SEED = 'kit.seed';

/** The store over one pool of connections, each of which serves one tenant session at a time. */
export class PooledStore implements Store {
  readonly #parts: Parts;
  readonly #listeners = new Set<(tenantId: string) => void>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async read<R>(tenantId: string, work: (session: TenantSession) => Promise<R>): Promise<R> {
    const { session, close } = this.openRead(tenantId);
    try {
      return await work(session);
    } catch (error) {
      throw storeFailure(error);
    } finally {
      // Nothing depends on the end of a read, so its answer does not wait for it.
      void close();
    }
  }

  openRead(tenantId: string): OpenSession {
    const connection = this.#connection(tenantId, 'READ ONLY');
    const session = new ConnectedSession(tenantId.toLowerCase(), connection, this.#parts.managerOf);
    return { session, close: () => connection.rollback() };
  }

  async transact<R>(
    tenantId: string,
    work: (transaction: TenantTransaction) => Promise<R>,
    options: TransactOptions = {},
  ): Promise<R> {
    const { connection, transaction } = this.#begin(tenantId, options);
    return this.#finish(connection, transaction, work);
  }

  async transactOnce(
    tenantId: string,
    once: Once,
    work: (transaction: TenantTransaction) => Promise<void>,
    options: TransactOptions = {},
  ): Promise<boolean> {
    const { connection, transaction } = this.#begin(tenantId, options);
    let first = false;
    await this.#finish(connection, transaction, async () => {
      // Waits for a transaction that does the same at this moment, and then finds its row.
      const { rowCount } = await connection.query(
        'INSERT INTO shared.inbox (consumer, event_id) VALUES ($1, $2) ON CONFLICT DO NOTHING',
        [once.consumer, once.eventId],
      );
      first = rowCount === 1;
      if (first) await work(transaction);
    });
    return first;
  }

  tenants(): Promise<string[]> {
    return this.#parts.schemas.list();
  }

  async provision(tenantId: string, options: TransactOptions = {}): Promise<void> {
    const { definition, schemas } = this.#parts;
    const { fresh } = await schemas.ensure(tenantId);
    if (!fresh) return;
    const seed = async (transaction: TenantTransaction) => {
      await definition.onProvision?.(transaction);
      await transaction.publish('tenant.provisioned', {
        tenant_id: transaction.tenantId,
        domain: definition.name,
        provisioned_at: new Date().toISOString(),
      });
    };
    await this.transactOnce(tenantId, { consumer: SEED, eventId: tenantId }, seed, options);
    await schemas.markReady(tenantId);
    for (const listener of this.#listeners) listener(tenantId);
  }

  async remove(tenantId: string, options: TransactOptions = {}): Promise<void> {
    const { definition, schemas } = this.#parts;
    const removed = {
      tenant_id: platformTenant.id,
      deleted_tenant_id: tenantId.toLowerCase(),
      domain: definition.name,
      removed_at: new Date().toISOString(),
    };
    const origin = { ...this.#traceOf(options), source: definition.name, tenantId: platformTenant.id };
    await schemas.remove(tenantId, eventRecordOf('tenant.removed', removed, origin));
  }

  isRemoved(tenantId: string): Promise<boolean> {
    return this.#parts.schemas.isRemoved(tenantId);
  }

  onTenantProvisioned(callback: (tenantId: string) => void): () => void {
    this.#listeners.add(callback);
    return () => this.#listeners.delete(callback);
  }

  async ping(): Promise<void> {
    await this.#parts.pool.query('SELECT 1');
  }

  async close(): Promise<void> {
    await Promise.all([this.#parts.pool.end(), this.#parts.admin.end()]);
  }

  #connection(tenantId: string, access: 'READ ONLY' | 'READ WRITE'): TenantConnection {
    const names = tenantNames(this.#parts.prefix, tenantId);
    const behind = this.#parts.failed.get(names.tenantId);
    if (behind) throw behind;
    return new TenantConnection(this.#parts.pool, names, access);
  }

  /** A span of its own in the trace of the request or event. */
  #traceOf({ traceId, traceparent }: TransactOptions): { traceId: string; traceparent: string } {
    const trace = childOf(parseTraceparent(traceparent) ?? (traceId === undefined ? undefined : { traceId }));
    return { traceId: trace.traceId, traceparent: formatTraceparent(trace) };
  }

  #begin(tenantId: string, options: TransactOptions) {
    const { actor, onPublished } = options;
    const connection = this.#connection(tenantId, 'READ WRITE');
    const origin = {
      ...this.#traceOf(options),
      tenantId: tenantId.toLowerCase(),
      source: this.#parts.definition.name,
      actor: actor ?? null,
      personalData: this.#parts.personalData,
      onPublished,
    };
    return { connection, transaction: new ConnectedTransaction(origin, connection, this.#parts.managerOf) };
  }

  async #finish<R>(
    connection: TenantConnection,
    transaction: ConnectedTransaction,
    work: (transaction: TenantTransaction) => Promise<R>,
  ): Promise<R> {
    let result: R;
    try {
      result = await work(transaction);
    } catch (error) {
      await connection.rollback();
      throw storeFailure(error);
    }
    await transaction.commit(this.#parts.logger);
    return result;
  }
}
