import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Installs packages of another gateway into a folder of the user's cache, once per set of versions, so that the project
 * does not depend on them. `overrides` are npm's, for packages that demand versions which were never published. Returns the folder, or the reason why it cannot be had.
 */
export async function installAside(
  name: string,
  packages: Readonly<Record<string, string>>,
  overrides: Readonly<Record<string, string>> = {},
): Promise<{ readonly folder: string } | string> {
  const versions = Object.values(packages)
    .join('-')
    .replace(/[^\w.-]/g, '');
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const folder = join(cache, 'inopsio-bench', `${name}-${versions}`);
  if (existsSync(folder)) return { folder };
  const building = `${folder}.building`;
  rmSync(building, { recursive: true, force: true });
  mkdirSync(building, { recursive: true });
  writeFileSync(
    join(building, 'package.json'),
    JSON.stringify({ private: true, type: 'module', dependencies: packages, overrides }),
  );
  try {
    await run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'], {
      cwd: building,
      timeout: 240_000,
    });
  } catch (error) {
    return `npm could not install it: ${String((error as { stderr?: string }).stderr ?? error).split('\n', 1)[0]}`;
  }
  renameSync(building, folder);
  return { folder };
}
