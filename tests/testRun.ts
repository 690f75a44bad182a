import type { EmbeddedPostgres } from '#platform/embedded/postgres/startEmbeddedPostgres.ts';

/** What globalSetup leaves for globalTeardown. */
export interface TestRun {
  readonly folder: string;
  /** The server that was started for this run. */
  postgres?: EmbeddedPostgres;
}
