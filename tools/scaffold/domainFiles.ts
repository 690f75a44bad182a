import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { domainName } from './domainName.ts';
import { formatted } from './formatted.ts';

const template = join(import.meta.dirname, 'template');

/** Top folders of the template → folders of the project that hold a folder per domain. */
const homes = { schema: 'schema', subgraph: 'subgraphs' } as const;

/**
 * Gives the files of a new domain: path below the project root → content.
 *
 * @param root folder of the project
 * @throws Error when the name is none
 */
export function domainFiles(root: string, domain: string): Map<string, string> {
  const names = domainName(domain);
  const filled = (text: string) => text.replaceAll('{{name}}', names.name).replaceAll('{{Name}}', names.Name);
  const files = new Map<string, string>();
  for (const [folder, home] of Object.entries(homes)) {
    for (const file of globSync('**/*.template', { cwd: join(template, folder) }).sort()) {
      const path = join(home, names.name, filled(file.replace(/\.template$/, '')));
      files.set(path, formatted(root, path, filled(readFileSync(join(template, folder, file), 'utf8'))));
    }
  }
  return files;
}

/** The folders that are a domain's own. */
export function domainFolders(domain: string): string[] {
  return Object.values(homes).map((home) => join(home, domain));
}
