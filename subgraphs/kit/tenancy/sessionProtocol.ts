import type { PoolClient, QueryResult } from 'pg';
import { CodedError } from '#platform/errors/codedError.ts';
import { storeFailure } from './storeFailure.ts';
import type { TenantNames } from './tenantNames.ts';

/** What carries the statements of a tenant session. */
export interface SessionConnection {
  /** Guarded statements sent so far; begin and end are not counted. */
  readonly statements: number;
  /** Runs one guarded statement. */
  query(sql: unknown, params?: readonly unknown[]): Promise<QueryResult>;
}

/** One message that begins a transaction in the role and schema of a tenant; both end with the transaction. */
export function beginning({ role, schema }: TenantNames, access: 'READ ONLY' | 'READ WRITE'): string {
  return `BEGIN ${access}; SET LOCAL ROLE ${role}; SET LOCAL search_path TO ${schema}`;
}

/**
 * Begins a session on a connection. Statements may follow without waiting: when this fails, they meet an aborted
 * transaction or none at all, and never run without the tenant's role.
 *
 * @returns rejects with TENANT_NOT_PROVISIONED, STORE_UNAVAILABLE; need not be awaited
 */
export function begin(client: PoolClient, message: string): Promise<unknown> {
  const begun = client.query(message).catch((error) => {
    throw beginFailure(error);
  });
  begun.catch(() => undefined);
  return begun;
}

/** Sends one statement. The extended protocol refuses several statements in one text. */
export function send(client: PoolClient, text: string, values: readonly unknown[]): Promise<QueryResult> {
  return client.query({ text, values: values as unknown[], queryMode: 'extended' } as { text: string });
}

/** Gives a connection back whose transaction has ended; one that does not report so is destroyed. */
export function giveBack(client: PoolClient): void {
  client.release(client.getTransactionStatus() !== 'I');
}

function beginFailure(error: unknown): unknown {
  const { code } = error as { code?: string };
  // 22023: the role does not exist; 42501: it is not granted to the login role (yet).
  if (code === '22023' || code === '42501') return new CodedError('TENANT_NOT_PROVISIONED', { cause: error });
  return storeFailure(error);
}
