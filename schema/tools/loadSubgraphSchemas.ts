import type { DefinitionNode, DocumentNode } from 'graphql';
import { Kind } from 'graphql';
import { extensionsAsDefinitions } from './loading/extensionsAsDefinitions.ts';
import { directiveNamesIn } from './loading/namesIn.ts';
import { parseSchemaFile } from './loading/parseSchemaFile.ts';
import { ownApiDirectives, specificationLinks } from './loading/specificationLinks.ts';
import { usedSharedTypes } from './loading/usedSharedTypes.ts';
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
      return [{ ...entry, domain, document: completeDocument(domain, shared, directives) }];
    } catch (error) {
      if (!(error instanceof SchemaInvalid)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new SchemaInvalid(problems);
  return loaded;
}

function completeDocument(domain: DocumentNode, shared: DocumentNode, directives: DocumentNode): DocumentNode {
  const types = [...extensionsAsDefinitions(domain.definitions), ...usedSharedTypes(domain, shared)];
  const usedDirectives = directiveNamesIn({ kind: Kind.DOCUMENT, definitions: types });
  const definitions: DefinitionNode[] = [...ownDirectives(directives, usedDirectives), ...types];
  if (!linksItself(domain)) definitions.unshift(specificationLinks(usedDirectives));
  return { kind: Kind.DOCUMENT, definitions };
}

function ownDirectives(directives: DocumentNode, used: ReadonlySet<string>): DefinitionNode[] {
  return directives.definitions.filter(
    (definition) =>
      definition.kind === Kind.DIRECTIVE_DEFINITION &&
      ownApiDirectives.includes(definition.name.value) &&
      used.has(definition.name.value),
  );
}

function linksItself(domain: DocumentNode): boolean {
  return domain.definitions.some(
    (definition) =>
      (definition.kind === Kind.SCHEMA_EXTENSION || definition.kind === Kind.SCHEMA_DEFINITION) &&
      definition.directives?.some(({ name }) => name.value === 'link'),
  );
}
