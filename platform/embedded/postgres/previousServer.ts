import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { CodedError } from '#platform/errors/codedError.ts';

const pauseMs = 25;
const patienceMs = 1_000;
const shutdownMs = 60_000;

/**
 * Makes a data folder free to start on. A server whose parent was just killed is shutting down: its end is awaited.
 * A lock file whose process is gone, or whose number another program carries now, is removed: PostgreSQL itself
 * would refuse to start in the latter case.
 *
 * @throws CodedError EMBEDDED_POSTGRES_IN_USE when a server goes on running there
 */
export async function settlePreviousServer(cluster: string): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  const since = Date.now();
  for (;;) {
    const lines = await readFile(file, 'utf8').then(
      (text) => text.split('\n'),
      () => undefined,
    );
    if (lines === undefined) return;
    const pid = Number(lines[0]);
    if (!(await runsPostgres(pid, lines[1] ?? cluster))) {
      await rm(file, { force: true });
      return;
    }
    const stopping = lines[7]?.trim() === 'stopping';
    if (Date.now() - since > (stopping ? shutdownMs : patienceMs)) {
      throw new CodedError('EMBEDDED_POSTGRES_IN_USE', {
        message: `Process ${pid} runs PostgreSQL on ${cluster} already. Stop the program that started it, or choose another data folder.`,
        details: { folder: cluster, pid },
      });
    }
    await delay(pauseMs);
  }
}

/** Whether the process with this number is a PostgreSQL server on this folder. */
async function runsPostgres(pid: number, cluster: string): Promise<boolean> {
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false;
  const command = await commandLine(pid);
  return command.includes('postgres') && command.includes(cluster);
}

async function commandLine(pid: number): Promise<string> {
  try {
    if (process.platform === 'linux') return await readFile(`/proc/${pid}/cmdline`, 'utf8');
    const { stdout } = await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)]);
    return stdout;
  } catch {
    return '';
  }
}
