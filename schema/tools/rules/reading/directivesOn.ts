import type { ConstDirectiveNode, ConstValueNode } from 'graphql';
import { Kind } from 'graphql';

interface Directed {
  readonly directives?: readonly ConstDirectiveNode[];
}

/** The directives of a name on a node, in their order. */
export function directivesOn(node: Directed, name: string): ConstDirectiveNode[] {
  return (node.directives ?? []).filter((directive) => directive.name.value === name);
}

/** Value node of a directive's argument; undefined where it is not given. */
export function argumentNode(directive: ConstDirectiveNode, name: string): ConstValueNode | undefined {
  return directive.arguments?.find((argument) => argument.name.value === name)?.value;
}

/** String argument of a directive; undefined where it is not given or no string. */
export function stringArgument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = argumentNode(directive, name);
  return value?.kind === Kind.STRING ? value.value : undefined;
}
