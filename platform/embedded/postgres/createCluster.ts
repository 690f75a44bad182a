import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CodedError } from '#platform/errors/codedError.ts';
import type { PostgresBinaries } from './binaries.ts';
import { passwordFile } from './clusterFiles.ts';
import { accountCommand, type ServerAccount } from './serverAccount.ts';
import { serverEnvironment } from './serverEnvironment.ts';

const stagingPrefix = 'cluster.new-';
const abandonedAfterMs = 10 * 60_000;

/**
 * Makes a new data folder with a random superuser password beside it in the same folder. It is prepared under another name and renamed
 * when complete, so a process killed half-way leaves nothing that looks usable, and of two at once one wins.
 *
 * @param cluster where the data folder is to be
 * @throws CodedError EMBEDDED_POSTGRES_UNAVAILABLE when initdb fails
 */
export async function createCluster(
  dataDir: string,
  cluster: string,
  binaries: PostgresBinaries,
  account: ServerAccount,
  durable: boolean,
): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await removeAbandoned(dataDir);
  const staging = join(dataDir, `${stagingPrefix}${randomBytes(6).toString('hex')}`);
  const password = `${staging}.password`;
  await writeFile(password, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (account.kind === 'user') {
    for (const path of [dataDir, password]) await chown(path, account.uid, account.gid);
  }
  try {
    await initialise(staging, password, binaries, account, durable);
    await rename(password, passwordFile(staging));
    await renameUnlessPresent(staging, cluster);
  } finally {
    await rm(password, { force: true });
    await rm(staging, { recursive: true, force: true });
  }
}

async function initialise(
  folder: string,
  password: string,
  binaries: PostgresBinaries,
  account: ServerAccount,
  durable: boolean,
): Promise<void> {
  const [command, ...args] = [
    ...accountCommand(account),
    binaries.initdb,
    ...['--pgdata', folder, '--username=postgres', `--pwfile=${password}`, '--auth=scram-sha-256'],
    // The built-in locale sorts alike on every system and with every version of its C library.
    ...['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--no-instructions'],
    ...(durable ? [] : ['--no-sync']),
  ];
  try {
    await promisify(execFile)(command!, args, { env: serverEnvironment() });
  } catch (cause) {
    const { stderr = '' } = cause as { stderr?: string };
    throw new CodedError('EMBEDDED_POSTGRES_UNAVAILABLE', {
      message: `initdb could not make the data folder ${folder}: ${stderr.trim() || (cause as Error).message}`,
      cause,
    });
  }
}

async function renameUnlessPresent(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
}

async function removeAbandoned(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (!name.startsWith(stagingPrefix)) continue;
    const path = join(dataDir, name);
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > abandonedAfterMs) await rm(path, { recursive: true, force: true });
  }
}
