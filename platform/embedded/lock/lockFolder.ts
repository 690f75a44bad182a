import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '#platform/errors/codedError.ts';
import { HeldByAnother, takeLock } from './takeLock.ts';

/**
 * Takes a folder for this process, so that no second start works on the same data. The lock is a file that names its
 * holder; one whose holder no longer runs, after a SIGKILL, is taken over.
 *
 * @returns what gives the folder free again
 * @throws CodedError DATA_FOLDER_IN_USE that names the process; DATA_FOLDER_DAMAGED when the folder cannot be written
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, 'lock');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await takeLock(file);
  } catch (cause) {
    if (cause instanceof HeldByAnother) throw inUse(folder, cause.pid);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CodedError('DATA_FOLDER_DAMAGED', {
      message: `The data folder ${folder} cannot be used: ${reason}`,
      cause,
    });
  }
  return () => rm(file, { force: true });
}

function inUse(folder: string, pid: number): CodedError {
  return new CodedError('DATA_FOLDER_IN_USE', {
    message: `Process ${pid} runs on the data folder ${folder}. Stop it (kill ${pid}), or choose another folder with DATA_DIR.`,
    details: { pid },
  });
}
