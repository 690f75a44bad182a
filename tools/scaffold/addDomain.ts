import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { domainFiles, domainFolders } from './domainFiles.ts';
import { addSupergraphLine } from './supergraphLine.ts';

/**
 * Writes a new domain: its folder, its SDL folder and its line in supergraph.yaml.
 *
 * @param root folder of the project
 * @returns the paths written, below the root
 * @throws Error when the name is none or in use; nothing is written then
 */
export function addDomain(root: string, domain: string): string[] {
  const files = domainFiles(root, domain);
  for (const folder of domainFolders(domain)) {
    if (existsSync(join(root, folder))) throw new Error(`${folder} exists already. Choose another name.`);
  }
  addSupergraphLine(root, domain);
  for (const [path, content] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return [...files.keys()];
}
