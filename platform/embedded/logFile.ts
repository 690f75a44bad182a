import { mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type DestinationStream, pino } from 'pino';
import { createLogger, type Logger } from '#platform/logs/logger.ts';

/** Where the log of the embedded start lies. */
export function logFileOf(dataDir: string): string {
  return join(dataDir, 'logs', 'platform.log');
}

/**
 * Gives the logger of each part, all on one file. The file is opened at the first call, when this process holds the data
 * folder; the one of the run before is kept beside it, so that logs do not grow for ever.
 */
export function fileLoggers(dataDir: string): (name: string) => Logger {
  let destination: DestinationStream | undefined;
  return (name) => {
    destination ??= open(logFileOf(dataDir));
    return createLogger(name, destination);
  };
}

function open(file: string): DestinationStream {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    renameSync(file, file.replace(/\.log$/, '.previous.log'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return pino.destination({ dest: file, sync: false });
}
