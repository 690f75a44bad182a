import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { processIdentity } from './processIdentity.ts';

/** Thrown when a process that runs holds the lock. */
export class HeldByAnother extends Error {
  readonly pid: number;

  constructor(pid: number) {
    super(`process ${pid} holds the lock`);
    this.pid = pid;
  }
}

/** Who holds a lock. */
interface Holder {
  readonly pid: number;
  readonly identity: string;
}

/**
 * Takes a lock file for this process. A lock is one of these:
 * - absent: taken by a link, which the system makes only when the name is free, so one of many wins;
 * - held by a process that runs: refused;
 * - left by one that was killed: replaced, but only by whoever holds the lock `<file>.next`. Without that, two starts
 *   could both see the dead holder, and the later one would replace the lock of the earlier one. While `<file>.next` is
 *   held nobody else changes a dead lock, so what was read stays true until it is replaced. Should its holder be killed,
 *   too, the same rule holds for it in turn.
 *
 * @throws HeldByAnother
 */
export async function takeLock(file: string): Promise<void> {
  const mine = `${file}.${randomUUID()}`;
  const me: Holder = { pid: process.pid, identity: (await processIdentity(process.pid)) ?? 'unknown' };
  await writeFile(mine, JSON.stringify(me), { flag: 'wx', mode: 0o600 });
  try {
    while (!(await linked(mine, file))) {
      if ((await stateOf(file)) !== 'dead') continue;
      await takeLock(`${file}.next`);
      try {
        if ((await stateOf(file)) !== 'dead') continue;
        await rename(mine, file);
        return;
      } finally {
        await rm(`${file}.next`, { force: true });
      }
    }
  } finally {
    await rm(mine, { force: true });
  }
}

async function linked(mine: string, file: string): Promise<boolean> {
  try {
    await link(mine, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Whether the lock's holder is dead, or the lock is absent; throws HeldByAnother when its holder runs. */
async function stateOf(file: string): Promise<'absent' | 'dead'> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'absent';
    throw error;
  }
  const holder = parse(text);
  if (holder === undefined || (await processIdentity(holder.pid)) !== holder.identity) return 'dead';
  throw new HeldByAnother(holder.pid);
}

/** A lock that no start wrote whole has no holder that runs. */
function parse(text: string): Holder | undefined {
  try {
    const { pid, identity } = JSON.parse(text) as Holder;
    return Number.isSafeInteger(pid) && typeof identity === 'string' ? { pid, identity } : undefined;
  } catch {
    return undefined;
  }
}
