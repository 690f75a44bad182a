import type { Pool } from 'pg';
import { platformTenant } from '#platform/identity/platformTenant.ts';
import { RecentMap } from '#platform/identity/recentMap.ts';
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
import { type TenantNames, tenantNames } from './tenantNames.ts';
import { TenantReader } from './tenantReader.ts';
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

/** Tenants whose names are kept ready. */
const tenantsAtMost = 10_000;

/** What the seed of a new tenant is known by in the inbox. */
const seedName = 'kit.seed';

/** The store over one pool of connections, each of which serves one tenant session at a time. */
export class PooledStore implements Store {
  readonly #parts: Parts;
  readonly #names = new RecentMap<string, TenantNames>(tenantsAtMost);
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
      close();
    }
  }

  openRead(tenantId: string): OpenSession {
    const names = this.#namesOf(tenantId);
    const reader = new TenantReader(this.#parts.pool, names);
    return {
      session: new ConnectedSession(names.tenantId, reader, this.#parts.managerOf),
      close: () => reader.close(),
    };
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
    await this.transactOnce(tenantId, { consumer: seedName, eventId: tenantId }, seed, options);
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

  /** @throws CodedError TENANT_ID_INVALID, MIGRATION_FAILED where the tenant's schema is behind the program */
  #namesOf(tenantId: string): TenantNames {
    const names = this.#names.get(tenantId) ?? tenantNames(this.#parts.prefix, tenantId);
    this.#names.set(tenantId, names);
    const behind = this.#parts.failed.get(names.tenantId);
    if (behind) throw behind;
    return names;
  }

  /** A span of its own in the trace of the request or event. */
  #traceOf({ traceId, traceparent }: TransactOptions): { traceId: string; traceparent: string } {
    const trace = childOf(parseTraceparent(traceparent) ?? (traceId === undefined ? undefined : { traceId }));
    return { traceId: trace.traceId, traceparent: formatTraceparent(trace) };
  }

  #begin(tenantId: string, options: TransactOptions) {
    const { actor, onPublished } = options;
    const names = this.#namesOf(tenantId);
    const connection = new TenantConnection(this.#parts.pool, names);
    const origin = {
      ...this.#traceOf(options),
      tenantId: names.tenantId,
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
