import type { EmbeddedPostgres } from '#platform/embedded/postgres/startEmbeddedPostgres.ts';

/** What globalSetup leaves for globalTeardown. */
export interface TestServer {
  readonly postgres: EmbeddedPostgres;
  readonly dataDir: string;
}
