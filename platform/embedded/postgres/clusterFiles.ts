import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '#platform/errors/codedError.ts';
import { postgresVersion } from './binaries.ts';

/** Where the superuser's password stands; only the owner of the data folder can read it. */
export function passwordFile(cluster: string): string {
  return join(cluster, 'superuser.password');
}

/**
 * Checks that a data folder is one of ours and gives its superuser's password.
 * @throws CodedError EMBEDDED_POSTGRES_DAMAGED
 */
export async function readCluster(cluster: string): Promise<{ password: string }> {
  const version = (await readOrReport(cluster, join(cluster, 'PG_VERSION'))).trim();
  if (version !== postgresVersion) {
    throw damaged(
      cluster,
      `was written by PostgreSQL ${version || '(unknown)'}, while this is PostgreSQL ${postgresVersion}`,
    );
  }
  return { password: (await readOrReport(cluster, passwordFile(cluster))).trim() };
}

/** The error for a data folder that cannot be used: names the folder, the reason and the way out. */
export function damaged(cluster: string, reason: string, cause?: unknown): CodedError {
  return new CodedError('EMBEDDED_POSTGRES_DAMAGED', {
    message: `The data folder ${cluster} ${reason}. Restore it from a backup, or move it away to start with an empty one.`,
    cause,
    details: { folder: cluster },
  });
}

async function readOrReport(cluster: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw damaged(cluster, `is damaged: ${file} cannot be read`, cause);
  }
}
