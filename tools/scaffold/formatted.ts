import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * Formats a file as the project's formatter does: where lines break depends on the length of the domain's name.
 *
 * @param root folder of the project, for the formatter and its settings
 * @param path says which language it is
 */
export function formatted(root: string, path: string, content: string): string {
  if (!/\.(ts|graphql)$/.test(path)) return content;
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  return execFileSync(process.execPath, [biome, 'format', `--stdin-file-path=${path}`], {
    cwd: root,
    input: content,
    encoding: 'utf8',
  });
}
