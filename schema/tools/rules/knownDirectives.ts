import { Kind, specifiedDirectives, visit } from 'graphql';
import { federationDirectives, ownApiDirectives } from '../loading/specificationLinks.ts';
import { suggestion } from './reading/suggestion.ts';
import type { SchemaRule } from './schemaRule.ts';

const offered = [...specifiedDirectives.map(({ name }) => name), ...federationDirectives, ...ownApiDirectives, 'link'];

/** A domain may use the directives of GraphQL, of federation, ours, and those that it defines itself. */
export const knownDirectives: SchemaRule = ({ subgraphs, report }) => {
  for (const { name: subgraph, domain } of subgraphs) {
    const defined = domain.definitions.filter(({ kind }) => kind === Kind.DIRECTIVE_DEFINITION);
    const known = new Set([...offered, ...defined.map((node) => ('name' in node && node.name?.value) || '')]);
    visit(domain, {
      Directive(node) {
        const name = node.name.value;
        if (known.has(name) || name.includes('__')) return;
        const hint = `use one of @${[...known].filter(Boolean).sort().join(' @')}`;
        report(node, `Unknown directive "@${name}" in subgraph "${subgraph}".`, suggestion(name, known, hint));
      },
    });
  }
};
