import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CodedError } from '#platform/errors/codedError.ts';

/**
 * Reads a file of secrets, or makes it when it is missing. Only the owner can read it (0600), and it appears whole or
 * not at all, so that a kill in the middle leaves nothing half written. Of several makers at once the first one's
 * secret holds for all.
 *
 * @param file absolute path; its folder is made when missing
 * @param parse turns the text into the secret, and throws when it is damaged
 * @param make gives the text of a new secret
 * @throws CodedError DATA_FOLDER_DAMAGED when the file is there but cannot be used
 */
export async function secretFile<T>(
  file: string,
  parse: (text: string) => T,
  make: () => string | Promise<string>,
): Promise<T> {
  try {
    return parse(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw damaged(file, error);
  }
  const beside = await writeBeside(file, await make());
  try {
    await link(beside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(beside);
  }
  return parse(await readFile(file, 'utf8'));
}

/** Writes a file that only its owner can read, whole or not at all, and durably. */
export async function writeSecretFile(file: string, text: string): Promise<void> {
  await rename(await writeBeside(file, text), file);
}

/** Writes the text to a new file in the same folder, durably, and gives its path. */
async function writeBeside(file: string, text: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const beside = `${file}.${randomUUID()}.new`;
  const handle = await open(beside, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return beside;
}

function damaged(file: string, cause: unknown): CodedError {
  return new CodedError('DATA_FOLDER_DAMAGED', {
    message: `${file} cannot be used. Restore it, or remove it: it is made anew at the next start.`,
    cause,
  });
}
