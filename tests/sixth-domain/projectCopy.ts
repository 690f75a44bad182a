import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '#schema/tools/projectRoot.ts';

const run = promisify(execFile);

/** What a copy does without: packages are linked, data and version control stay behind. */
const leftBehind = new Set(['node_modules', '.git', '.data', 'coverage']);

/** A copy of the project that a test may change. */
export interface ProjectCopy {
  /**
   * Runs a program of the copy by the Node that runs this, and gives its standard output.
   * @throws Error with its output when it fails
   */
  node(...programAndArguments: string[]): Promise<string>;
  write(path: string, content: string): Promise<void>;
  /** Path → hash of the content, of every file. */
  files(): Promise<Record<string, string>>;
  remove(): Promise<void>;
}

/** Copies the project into a temporary folder, so that the work tree stays as it is. */
export async function copyProject(): Promise<ProjectCopy> {
  const root = await mkdtemp(join(tmpdir(), 'inopsio-copy-'));
  const filter = (source: string) => !leftBehind.has(relative(projectRoot, source).split('/')[0]!);
  for (const entry of await readdir(projectRoot)) {
    if (!leftBehind.has(entry)) await cp(join(projectRoot, entry), join(root, entry), { recursive: true, filter });
  }
  await symlink(join(projectRoot, 'node_modules'), join(root, 'node_modules'));

  return {
    async node(...programAndArguments) {
      const options = { cwd: root, maxBuffer: 64 * 1024 * 1024 };
      try {
        return (await run(process.execPath, programAndArguments, options)).stdout;
      } catch (error) {
        const { message, stdout } = error as Error & { stdout: string };
        throw new Error(`${message}\n${stdout}`);
      }
    },
    write: (path, content) => writeFile(join(root, path), content),
    async files() {
      const entries = await readdir(root, { recursive: true, withFileTypes: true });
      const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
      const hashed = await Promise.all(
        paths.map(async (path) => [
          relative(root, path),
          createHash('sha256')
            .update(await readFile(path))
            .digest('hex'),
        ]),
      );
      return Object.fromEntries(hashed.sort());
    },
    remove: () => rm(root, { recursive: true }),
  };
}
