import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { QueryConfig, QueryResult } from 'pg';
import { storePool } from '#kit/tenancy/storePool.ts';
import { rolePrefixOf, tenantNames } from '#kit/tenancy/tenantNames.ts';
import { notesDefinition } from '#kit/testkit/notesDefinition.ts';
import { startTestStore, type TestStore, tenantA } from '#kit/testkit/startTestStore.ts';
import { startEmbeddedPostgres } from '#platform/embedded/postgres/startEmbeddedPostgres.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';

/** A store with rows of a tenant, and the same rows without a session. */
export interface SessionGround {
  readonly fixture: TestStore;
  /** Runs a statement on a connection that stays in the tenant's role and schema: what it costs without a session. */
  bare(sql: string, params: readonly unknown[]): Promise<QueryResult>;
  readonly tenantId: string;
  /** Identifiers of the tenant's notes. */
  readonly ids: readonly string[];
  close(): Promise<void>;
}

/** Starts a PostgreSQL of its own with 1,000 notes of one tenant. */
export async function startSessionGround(poolSize: number): Promise<SessionGround> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-session-'));
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), port: 0 });
  process.env.TEST_POSTGRES_URL = server.url;
  const fixture = await startTestStore(notesDefinition, { poolSize });
  const ids = Array.from({ length: 1_000 }, (_, n) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`);
  await fixture.store.transact(tenantA, (transaction) =>
    transaction.query("INSERT INTO notes (id, text) SELECT unnest($1::uuid[]), 'a note of some length'", [ids]),
  );
  const url = fixture.runtime.databaseUrl;
  const { role, schema } = tenantNames(rolePrefixOf(url), tenantA);
  const pool = storePool({ url, size: poolSize, logger: nullLogger, name: 'bare', answerWithinMs: 10_000 });
  const clients = await Promise.all(Array.from({ length: poolSize }, () => pool.connect()));
  for (const client of clients) {
    await client.query(`SET ROLE ${role}; SET search_path TO ${schema}`);
    client.release();
  }
  return {
    fixture,
    bare: (text, values) => pool.query({ text, values: [...values], queryMode: 'extended' } as QueryConfig),
    tenantId: tenantA,
    ids,
    async close() {
      await pool.end();
      await fixture.close();
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}
