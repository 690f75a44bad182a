import type { ConstDirectiveNode } from 'graphql';
import { directivesOn, stringArgument } from './directivesOn.ts';

/** Says in hints how an element is protected. */
export const accessHint =
  'add @authenticated or @requiresScopes(scopes: [["…"]]), or @tag(name: "public") if everybody may read it';

/** Whether the element says who may reach it. `@policy` counts: it asks for a signed-in user as well. */
export function hasAccessRule(node: { readonly directives?: readonly ConstDirectiveNode[] }): boolean {
  return (
    ['authenticated', 'requiresScopes', 'policy'].some((name) => directivesOn(node, name).length > 0) ||
    directivesOn(node, 'tag').some((tag) => stringArgument(tag, 'name') === 'public')
  );
}
