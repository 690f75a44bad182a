import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { processIdentity } from '../embedded/lock/processIdentity.ts';

/** A service that was started, as its file says. */
export interface ServiceRecord {
  readonly name: string;
  readonly pid: number;
  /** Tells the process from others that have its id later. */
  readonly identity: string;
  readonly port: number;
}

const ending = '.pid.json';

/** Writes down a service that has started. */
export async function recordService(folder: string, started: Omit<ServiceRecord, 'identity'>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const record = { ...started, identity: (await processIdentity(started.pid)) ?? 'ended' };
  await writeFile(join(folder, `${started.name}${ending}`), JSON.stringify(record));
}

/** The services that were started from this folder and run. Files of those that do not are removed. */
export async function runningServices(folder: string): Promise<ServiceRecord[]> {
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith(ending));
  const running: ServiceRecord[] = [];
  for (const file of files.sort()) {
    const record = JSON.parse(await readFile(join(folder, file), 'utf8')) as ServiceRecord;
    if ((await processIdentity(record.pid)) === record.identity) running.push(record);
    else await rm(join(folder, file), { force: true });
  }
  return running;
}
