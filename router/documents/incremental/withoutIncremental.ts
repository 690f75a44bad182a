import { type DocumentNode, visit } from 'graphql';

/**
 * A document without `@defer` and `@stream`: what they mark is planned and answered with the rest, at once. Gives the
 * very document back when it has neither.
 *
 * Both directives are hints that a service may leave unheeded, and clients have to take a complete answer; see ADR 018.
 */
export function withoutIncremental(document: DocumentNode): DocumentNode {
  return visit(document, {
    Directive: (node) => (node.name.value === 'defer' || node.name.value === 'stream' ? null : undefined),
    // Neither values nor definitions hold any of them.
    Argument: () => false,
    VariableDefinition: () => false,
  });
}
