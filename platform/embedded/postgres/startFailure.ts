import { CodedError } from '#platform/errors/codedError.ts';
import { damaged } from './clusterFiles.ts';
import { portInUse } from './portInUse.ts';

/**
 * Turns the last lines of a server that did not start into the error to report, or into `busy-memory` when backends
 * of a killed server have yet to notice that it is gone, which takes a moment.
 */
export function startFailure(cluster: string, port: number, lines: readonly string[]): CodedError | 'busy-memory' {
  const log = lines.join('\n');
  if (log.includes('is still in use')) return 'busy-memory';
  if (/Address already in use|could not create any TCP\/IP sockets/.test(log)) {
    return portInUse(port);
  }
  const reason = decisiveLine(lines);
  if (/lock file "postmaster.pid" already exists/.test(log)) {
    return new CodedError('EMBEDDED_POSTGRES_IN_USE', {
      message: `Another process runs PostgreSQL on ${cluster}. Stop it, or choose another data folder.`,
      details: { folder: cluster },
    });
  }
  if (
    /error while loading shared libraries|Permission denied|No space left|Cannot allocate memory|ENOENT|EACCES/.test(
      log,
    )
  ) {
    return new CodedError('EMBEDDED_POSTGRES_UNAVAILABLE', {
      message: `PostgreSQL could not start on ${cluster}: ${reason}. Correct this, or name a PostgreSQL server by its URL.`,
      details: { folder: cluster },
    });
  }
  return damaged(cluster, `is damaged: PostgreSQL says "${reason}"`);
}

/** The line that tells most: PANIC or FATAL, else the last one. */
function decisiveLine(lines: readonly string[]): string {
  const line = lines.find((text) => /\b(PANIC|FATAL):/.test(text)) ?? lines.at(-1) ?? 'nothing';
  return line.replace(/^.*?\b(?:PANIC|FATAL|LOG):\s*/, '');
}
