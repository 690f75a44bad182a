import { isTypeDefinitionNode, isTypeExtensionNode, visit } from 'graphql';
import { suggestion } from './reading/suggestion.ts';
import type { SchemaRule } from './schemaRule.ts';

const builtIn = ['ID', 'String', 'Int', 'Float', 'Boolean'];

/**
 * Every type that a domain names must be its own or one of `schema/shared.graphql`: a subgraph's SDL stands alone.
 * @see https://spec.graphql.org/September2025/#sec-Type-System
 */
export const knownTypes: SchemaRule = ({ subgraphs, report }) => {
  for (const { name: subgraph, domain, document } of subgraphs) {
    const known = new Set(builtIn);
    for (const definition of document.definitions) {
      if (isTypeDefinitionNode(definition) || isTypeExtensionNode(definition)) known.add(definition.name.value);
    }
    visit(domain, {
      NamedType(node) {
        const name = node.name.value;
        if (known.has(name)) return;
        const stub = `define it, or refer to another domain's entity by a stub: type ${name} @key(fields: "id", resolvable: false) { id: ID! }`;
        report(node, `Unknown type "${name}" in subgraph "${subgraph}".`, suggestion(name, known, stub));
      },
    });
  }
};
