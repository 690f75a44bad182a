import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import { CodedError } from '#platform/errors/codedError.ts';
import type { TenantMigration } from './tenantMigration.ts';

/** Where migrations run. */
export interface MigrationTarget {
  /** What their record is kept under: a tenant's schema, or the part of schema `shared` that they belong to. */
  readonly scope: string;
  /** Search path while they run. */
  readonly schema: string;
  /** What stands for `{{name}}` in their SQL. */
  readonly names: Readonly<Record<string, string>>;
}

/** The record of what has run; made by openStore before anything else. */
export const migrationRecord = `
  CREATE SCHEMA IF NOT EXISTS shared;
  CREATE TABLE IF NOT EXISTS shared.migrations (
    scope text NOT NULL, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scope, name)
  )`;

/**
 * Runs the migrations that have not run yet, each in a transaction with its record, so that a run that was interrupted
 * goes on where it stopped. The caller holds the advisory lock of the scope.
 *
 * @returns how many ran
 * @throws CodedError MIGRATION_CHANGED when one that has run has another text now, MIGRATION_INVALID when one ends its
 * transaction by itself, MIGRATION_FAILED when PostgreSQL refuses one
 */
export async function applyMigrations(
  client: ClientBase,
  target: MigrationTarget,
  migrations: readonly TenantMigration[],
): Promise<number> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'SELECT name, checksum FROM shared.migrations WHERE scope = $1',
    [target.scope],
  );
  const done = new Map(rows.map((row) => [row.name, row.checksum]));
  const edited = migrations.find(({ name, up }) => done.has(name) && done.get(name) !== checksumOf(up));
  if (edited) throw migrationError('MIGRATION_CHANGED', edited, target, 'was edited after it had run');
  const pending = migrations.filter(({ name }) => !done.has(name));
  for (const migration of pending) await apply(client, target, migration);
  return pending.length;
}

/** Digest of a migration's text. */
export function checksumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function apply(client: ClientBase, target: MigrationTarget, migration: TenantMigration): Promise<void> {
  try {
    await client.query(`BEGIN; SET LOCAL search_path TO ${target.schema}`);
    await client.query(withNames(migration, target));
    if (client.getTransactionStatus() !== 'T') {
      throw migrationError('MIGRATION_INVALID', migration, target, 'must not end its transaction');
    }
    await client.query('INSERT INTO shared.migrations (scope, name, checksum) VALUES ($1, $2, $3)', [
      target.scope,
      migration.name,
      checksumOf(migration.up),
    ]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    if (error instanceof CodedError) throw error;
    throw migrationError('MIGRATION_FAILED', migration, target, `failed: ${(error as Error).message}`, error);
  }
}

function withNames(migration: TenantMigration, target: MigrationTarget): string {
  return migration.up.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = target.names[name];
    if (!value) throw migrationError('MIGRATION_INVALID', migration, target, `uses the unknown name {{${name}}}`);
    return value;
  });
}

function migrationError(
  code: 'MIGRATION_CHANGED' | 'MIGRATION_INVALID' | 'MIGRATION_FAILED',
  migration: TenantMigration,
  target: MigrationTarget,
  fault: string,
  cause?: unknown,
): CodedError {
  const message = `Migration ${migration.name} of ${target.scope} ${fault}.`;
  return new CodedError(code, { message, cause, details: { migration: migration.name, scope: target.scope } });
}
