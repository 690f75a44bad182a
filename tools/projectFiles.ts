import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Files of the project that the current folder is in, as git sees them: with new ones, without ignored and removed ones. */
export function projectFiles(...patterns: readonly string[]): string[] {
  const arguments_ = ['ls-files', '--cached', '--others', '--exclude-standard', ...patterns];
  const files = execFileSync('git', arguments_, { encoding: 'utf8' }).split('\n');
  return files.filter((file) => file !== '' && existsSync(file));
}
