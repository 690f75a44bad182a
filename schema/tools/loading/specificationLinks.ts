import type { DefinitionNode } from 'graphql';
import { parse } from 'graphql';

/** Specification of federation whose directives domains may use; composition 2.14 and Hive's planner both know it. */
export const federationSpecification = 'https://specs.apollo.dev/federation/v2.9';

/** Identity of our own directives in `@link`; composition needs one to carry them into the supergraph. */
export const ownSpecification = 'https://specs.inopsio.dev/inopsio/v1.0';

/** Directives of federation that a domain may use without linking them itself. */
export const federationDirectives: readonly string[] = [
  'authenticated',
  'composeDirective',
  'cost',
  'extends',
  'external',
  'inaccessible',
  'interfaceObject',
  'key',
  'listSize',
  'override',
  'policy',
  'provides',
  'requires',
  'requiresScopes',
  'shareable',
  'tag',
];

/** Our directives that stand on the API; `@event` stands on payloads only and never reaches a subgraph. */
export const ownApiDirectives: readonly string[] = ['eventStream', 'pii'];

/**
 * The `extend schema @link …` of a subgraph: imports exactly what it uses, so that the SDL says what matters in it, and
 * has our own directives composed into the supergraph, where the router reads them.
 */
export function specificationLinks(usedDirectives: ReadonlySet<string>): DefinitionNode {
  const own = ownApiDirectives.filter((name) => usedDirectives.has(name));
  const federation = federationDirectives.filter(
    (name) => usedDirectives.has(name) || (own.length > 0 && name === 'composeDirective'),
  );
  const lines = [`@link(url: "${federationSpecification}", import: ${importList(federation)})`];
  if (own.length > 0) lines.push(`@link(url: "${ownSpecification}", import: ${importList(own)})`);
  lines.push(...own.map((name) => `@composeDirective(name: "@${name}")`));
  return parse(`extend schema ${lines.join(' ')}`, { noLocation: true }).definitions[0]!;
}

function importList(names: readonly string[]): string {
  return `[${names.map((name) => `"@${name}"`).join(', ')}]`;
}
