import type { EntityManager } from 'typeorm';
import type { ManagerOf } from './entityManagers.ts';
import type { SessionConnection } from './sessionProtocol.ts';
import type { TenantSession } from './tenantSession.ts';

/** A session over a tenant connection; TypeORM's manager is made when it is asked for. */
export class ConnectedSession implements TenantSession {
  readonly tenantId: string;
  readonly #connection: SessionConnection;
  readonly #managerOf: ManagerOf;
  #manager: EntityManager | undefined;

  constructor(tenantId: string, connection: SessionConnection, managerOf: ManagerOf) {
    this.tenantId = tenantId;
    this.#connection = connection;
    this.#managerOf = managerOf;
  }

  get statements(): number {
    return this.#connection.statements;
  }

  get manager(): EntityManager {
    this.#manager ??= this.#managerOf(this.#connection);
    return this.#manager;
  }

  async query<R>(sql: string, params?: unknown[]): Promise<R[]> {
    return (await this.#connection.query(sql, params)).rows as R[];
  }
}
