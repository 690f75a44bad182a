import type { DefinitionNode, DocumentNode } from 'graphql';
import { Kind } from 'graphql';
import { extensionsAsDefinitions } from './extensionsAsDefinitions.ts';
import { directiveNamesIn } from './namesIn.ts';
import { ownApiDirectives, specificationLinks } from './specificationLinks.ts';
import { usedSharedTypes } from './usedSharedTypes.ts';

/** The SDL that every domain builds on. */
export interface CommonSchema {
  /** `schema/shared.graphql` */
  readonly shared: DocumentNode;
  /** `schema/directives.graphql` */
  readonly directives: DocumentNode;
}

/** Complete SDL of a subgraph from what its domain wrote. A domain that writes its own `@link` keeps it. */
export function completeDocument(domain: DocumentNode, { shared, directives }: CommonSchema): DocumentNode {
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
