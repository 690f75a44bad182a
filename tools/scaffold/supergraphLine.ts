import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSupergraphConfig } from '#schema/tools/supergraphConfig.ts';

/**
 * Adds a domain's line to supergraph.yaml, on the next port. The file is edited as text, so that comments stay.
 *
 * @throws Error when the domain has its line already
 */
export function addSupergraphLine(root: string, domain: string): void {
  const entries = readSupergraphConfig(root);
  if (entries.some(({ name }) => name === domain))
    throw new Error(`supergraph.yaml has a subgraph "${domain}" already.`);
  const port = Math.max(...entries.map(({ routingUrl }) => Number(new URL(routingUrl).port))) + 1;
  const line = `  ${domain}: { routing_url: "http://127.0.0.1:${port}/graphql", schema: { file: ./schema/${domain}/schema.graphql } }`;
  const file = join(root, 'supergraph.yaml');
  writeFileSync(file, `${readFileSync(file, 'utf8').trimEnd()}\n${line}\n`);
}

/** Takes a domain's line out of supergraph.yaml; does nothing when there is none. */
export function removeSupergraphLine(root: string, domain: string): void {
  const file = join(root, 'supergraph.yaml');
  const lines = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, lines.filter((line) => !line.startsWith(`  ${domain}:`)).join('\n'));
}
