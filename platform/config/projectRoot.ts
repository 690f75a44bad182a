import { isAbsolute, join } from 'node:path';

/** The folder of package.json. */
export const projectRoot: string = join(import.meta.dirname, '..', '..');

/** Gives an absolute path: relative ones start at the project's folder, wherever the process was started. */
export function fromProjectRoot(path: string): string {
  return isAbsolute(path) ? path : join(projectRoot, path);
}
