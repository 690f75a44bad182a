import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { eventContractPatterns } from './events/contracts/eventContractFiles.ts';
import type { GeneratedFile } from './generatedFile.ts';

/** Files that belong to `npm run compose` alone. */
export const composePatterns = [
  'schema/generated/*.graphql',
  'schema/generated/subgraphs/*.graphql',
  ...eventContractPatterns,
];

/** Files that belong to `npm run codegen` alone. */
export const codegenPatterns = ['schema/generated/*.ts', 'schema/generated/{subgraphs,operations}/*.ts'];

/**
 * Paths that differ from what the generator makes now: changed, missing, or left over from a domain that is gone.
 * @param patterns globs, relative to the root, of the files that belong to this generator alone.
 */
export function staleFiles(root: string, files: readonly GeneratedFile[], patterns: readonly string[]): string[] {
  const changed = files.filter(({ path, content }) => {
    const file = join(root, path);
    return !existsSync(file) || readFileSync(file, 'utf8') !== content;
  });
  return [...changed.map(({ path }) => path), ...leftOver(root, files, patterns)].sort();
}

/** Writes the files that changed and removes those left over, so that unchanged files keep their time stamp. */
export function writeGeneratedFiles(
  root: string,
  files: readonly GeneratedFile[],
  patterns: readonly string[],
): string[] {
  const stale = staleFiles(root, files, patterns);
  for (const { path, content } of files) {
    if (!stale.includes(path)) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  for (const path of leftOver(root, files, patterns)) rmSync(join(root, path));
  return stale;
}

function leftOver(root: string, files: readonly GeneratedFile[], patterns: readonly string[]): string[] {
  const made = new Set(files.map(({ path }) => path));
  return globSync([...patterns], { cwd: root }).filter((path) => !made.has(path));
}
