import type { ASTNode } from 'graphql';
import { visit } from 'graphql';

/** Names of all types that the node refers to: field and argument types, interfaces, union members. */
export function typeNamesIn(node: ASTNode): Set<string> {
  const names = new Set<string>();
  visit(node, { NamedType: ({ name }) => void names.add(name.value) });
  return names;
}

/** Names of all directives that the node applies. */
export function directiveNamesIn(node: ASTNode): Set<string> {
  const names = new Set<string>();
  visit(node, { Directive: ({ name }) => void names.add(name.value) });
  return names;
}
