import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * What tells one process from all others that ever had its id: when it began. Ids are used again, after a restart in a
 * container even at once.
 *
 * @returns undefined when no such process runs
 */
export async function processIdentity(pid: number): Promise<string | undefined> {
  try {
    return process.platform === 'linux' ? await onLinux(pid) : await elsewhere(pid);
  } catch {
    return undefined;
  }
}

/** Field 22 of /proc/<pid>/stat (proc(5)) is the start in clock ticks since boot. A zombie counts as ended. */
async function onLinux(pid: number): Promise<string | undefined> {
  const [stat, boot] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
  ]);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : `${boot.trim()}/${fields[19]}`;
}

async function elsewhere(pid: number): Promise<string | undefined> {
  const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)]);
  return stdout.trim() || undefined;
}
