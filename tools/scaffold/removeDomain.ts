import { existsSync, globSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { domainFiles, domainFolders } from './domainFiles.ts';
import { removeSupergraphLine } from './supergraphLine.ts';

/**
 * Takes a domain away again: its folder, its SDL folder and its line in supergraph.yaml.
 *
 * @param force also when files were added or changed since the domain was written
 * @throws Error when there is no such domain, or work would be lost; nothing is removed then
 */
export function removeDomain(root: string, domain: string, force: boolean): void {
  const written = domainFiles(root, domain);
  const folders = domainFolders(domain).filter((folder) => existsSync(join(root, folder)));
  if (folders.length === 0) throw new Error(`There is no domain "${domain}".`);
  const changed = folders
    .flatMap((folder) => globSync(`${folder}/**/*`, { cwd: root }))
    .filter((path) => statSync(join(root, path)).isFile())
    .filter((path) => readFileSync(join(root, path), 'utf8') !== written.get(path));
  if (changed.length > 0 && !force) {
    const some = changed.slice(0, 5).join(', ');
    throw new Error(`"${domain}" has been worked on (${some}). Add --force to remove it with that work.`);
  }
  for (const folder of folders) rmSync(join(root, folder), { recursive: true });
  for (const kind of ['graphql', 'ts']) {
    rmSync(join(root, `schema/generated/subgraphs/${domain}.${kind}`), { force: true });
  }
  removeSupergraphLine(root, domain);
}
