import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '#platform/errors/codedError.ts';
import { processIdentity } from './processIdentity.ts';

/** Who holds a folder. */
interface Holder {
  readonly pid: number;
  readonly identity: string;
}

/**
 * Takes a folder for this process, so that no second start works on the same data. The lock is a file that names its
 * holder; one whose holder no longer runs, after a SIGKILL, is taken over.
 *
 * @returns what gives the folder free again
 * @throws CodedError DATA_FOLDER_IN_USE that names the process; DATA_FOLDER_DAMAGED when the folder cannot be written
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, 'lock');
  const mine = join(folder, `lock.${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const holder: Holder = { pid: process.pid, identity: (await processIdentity(process.pid)) ?? 'unknown' };
    await writeFile(mine, JSON.stringify(holder), { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CodedError('DATA_FOLDER_DAMAGED', {
      message: `The data folder ${folder} cannot be used: ${reason}`,
      cause,
    });
  }
  try {
    await take(file, mine);
  } finally {
    await unlink(mine);
  }
  return () => rm(file, { force: true });
}

/** Linking fails when the lock is there, in one step with making it; so of several starts exactly one wins. */
async function take(file: string, mine: string): Promise<void> {
  for (;;) {
    try {
      await link(mine, file);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const found = await readFile(file, 'utf8').catch(() => undefined);
    if (found === undefined) continue;
    const holder = parse(found);
    if (holder !== undefined && (await processIdentity(holder.pid)) === holder.identity) throw inUse(file, holder.pid);
    await moveAside(file, found);
  }
}

/** Removes a lock without holder. Should another start have replaced it meanwhile, its lock is put back. */
async function moveAside(file: string, stale: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  if ((await readFile(aside, 'utf8')) !== stale) await link(aside, file).catch(() => undefined);
  await unlink(aside);
}

function parse(text: string): Holder | undefined {
  try {
    const { pid, identity } = JSON.parse(text) as Holder;
    return Number.isSafeInteger(pid) && typeof identity === 'string' ? { pid, identity } : undefined;
  } catch {
    return undefined;
  }
}

function inUse(file: string, pid: number): CodedError {
  const folder = join(file, '..');
  return new CodedError('DATA_FOLDER_IN_USE', {
    message: `Process ${pid} runs on the data folder ${folder}. Stop it (kill ${pid}), or choose another folder with DATA_DIR.`,
    details: { pid },
  });
}
