import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const exportedParent = /^export\s+(?:type|interface)\s+(\w+)Parent\b/gm;

/**
 * Mappers of a domain by convention: `export type LeadParent` (or `interface`) in `subgraphs/<domain>/api/parents.ts` is
 * what resolvers of the GraphQL type `Lead` get as parent and return for it. The generated SDL type serves where there is none.
 * @param typeNames GraphQL types of the subgraph; an export without one of them is no mapper.
 * @returns mappers in the notation of GraphQL Code Generator, where `\#` stands for the `#` of a subpath import.
 */
export function parentMappers(root: string, domain: string, typeNames: ReadonlySet<string>): Record<string, string> {
  const file = join(root, 'subgraphs', domain, 'api', 'parents.ts');
  if (!existsSync(file)) return {};
  const names = [...readFileSync(file, 'utf8').matchAll(exportedParent)].map((match) => match[1]!);
  return Object.fromEntries(
    names
      .filter((name) => typeNames.has(name))
      .sort()
      .map((name) => [name, `\\#subgraphs/${domain}/api/parents.ts#${name}Parent`]),
  );
}
