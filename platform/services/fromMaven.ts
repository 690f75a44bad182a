import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '#platform/errors/codedError.ts';
import { cacheFolder } from './cacheFolder.ts';
import { runCommand } from './runCommand.ts';

/**
 * Gives a folder with what Maven brings, which is downloaded at the first call on this machine only.
 *
 * @param name of the folder within the cache, with the version
 * @param bring writes into an empty folder, with the given way to call Maven
 * @throws CodedError SERVICE_START_FAILED when Java or Maven is missing or the download fails
 */
export async function fromMaven(
  name: string,
  bring: (folder: string, maven: (...args: string[]) => Promise<void>) => Promise<void>,
): Promise<string> {
  await needed('java', '-version', 'a Java 17 runtime (Debian: openjdk-17-jre-headless)');
  const folder = join(cacheFolder(), name);
  if (existsSync(folder)) return folder;
  await needed('mvn', '-version', 'Maven (Debian: maven)');
  // Several processes may do this at once: each downloads beside, and the first to finish gives the folder its name.
  const beside = `${folder}.${randomUUID()}`;
  await mkdir(beside, { recursive: true });
  try {
    await bring(beside, (...args) => maven(name, args));
    await rename(beside, folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
  return folder;
}

async function maven(name: string, args: string[]): Promise<void> {
  const { status, output } = await runCommand('mvn', ['--batch-mode', '--quiet', ...args]);
  if (status !== 0) {
    throw new CodedError('SERVICE_START_FAILED', {
      message: `${name} could not be downloaded from Maven Central:\n${output.trim().slice(-2_000)}`,
    });
  }
}

async function needed(program: string, argument: string, what: string): Promise<void> {
  const { status } = await runCommand(program, [argument]);
  if (status === 0) return;
  throw new CodedError('SERVICE_START_FAILED', { message: `${program} does not run here. Install ${what}.` });
}
