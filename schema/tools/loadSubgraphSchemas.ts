import type { DocumentNode } from 'graphql';
import { completeDocument } from './loading/completeDocument.ts';
import { parseSchemaFile } from './loading/parseSchemaFile.ts';
import { projectRoot } from './projectRoot.ts';
import type { SchemaProblem } from './schemaProblem.ts';
import { SchemaInvalid } from './schemaProblem.ts';
import type { SubgraphEntry } from './supergraphConfig.ts';
import { readSupergraphConfig } from './supergraphConfig.ts';

/** A subgraph's SDL, read from the project. Nodes that were written by hand keep their file and place. */
export interface SubgraphSchema extends SubgraphEntry {
  /** What the domain wrote in its `schema.graphql`. */
  readonly domain: DocumentNode;
  /** Complete SDL that the subgraph serves: links, our directives, the domain's types, the shared types it uses. */
  readonly document: DocumentNode;
}

/**
 * Reads every subgraph of `supergraph.yaml` and completes its SDL, so that a domain writes only its types.
 * A domain that writes its own `extend schema @link(…)` keeps it.
 * @throws SchemaInvalid with a problem for each file that misses or breaks the grammar.
 */
export function loadSubgraphSchemas(root: string = projectRoot): SubgraphSchema[] {
  const shared = parseSchemaFile(root, 'schema/shared.graphql');
  const directives = parseSchemaFile(root, 'schema/directives.graphql');
  const problems: SchemaProblem[] = [];
  const loaded = readSupergraphConfig(root).flatMap((entry) => {
    try {
      const domain = parseSchemaFile(root, entry.schemaFile);
      return [{ ...entry, domain, document: completeDocument(domain, { shared, directives }) }];
    } catch (error) {
      if (!(error instanceof SchemaInvalid)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new SchemaInvalid(problems);
  return loaded;
}
