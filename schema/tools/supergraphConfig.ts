import { readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { parse } from 'yaml';

/** One line of `supergraph.yaml`: where a subgraph answers and where its SDL lies (relative to the project root). */
export interface SubgraphEntry {
  readonly name: string;
  readonly routingUrl: string;
  readonly schemaFile: string;
}

/**
 * Reads the list of subgraphs from `supergraph.yaml` under the given project root.
 * @throws Error when the file misses, or an entry lacks `routing_url` or `schema.file`.
 * @see https://www.apollographql.com/docs/rover/commands/supergraphs#yaml-configuration-file
 */
export function readSupergraphConfig(root: string): SubgraphEntry[] {
  const file = join(root, 'supergraph.yaml');
  const document = parse(readFileSync(file, 'utf8')) as {
    subgraphs?: Record<string, { routing_url?: string; schema?: { file?: string } }>;
  };
  return Object.entries(document?.subgraphs ?? {}).map(([name, entry]) => {
    if (!entry?.routing_url || !entry.schema?.file) {
      throw new Error(`supergraph.yaml: subgraph "${name}" needs "routing_url" and "schema: { file: … }"`);
    }
    return { name, routingUrl: entry.routing_url, schemaFile: normalize(entry.schema.file) };
  });
}
