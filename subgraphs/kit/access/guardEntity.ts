import type { GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';
import { type Caller, callerOf } from '../server/caller.ts';
import type { AccessRule } from './accessRule.ts';
import { demandAccess } from './demandAccess.ts';

type ResolveReference = (reference: unknown, context: unknown, info: GraphQLResolveInfo) => unknown;

/** Where `@apollo/subgraph` keeps a type's `__resolveReference`. */
interface SubgraphExtensions {
  apollo?: { subgraph?: { resolveReference?: ResolveReference } };
}

/**
 * Checks the type's rule at each entity lookup, and gives every lookup as a promise: one refused representation then
 * leaves the others of the same request alone.
 *
 * @throws CodedError DEFINITION_INVALID when an entity that others may ask for has no `__resolveReference`: the
 *   library would echo the caller's own representation as if the record existed
 */
export function guardEntity(type: GraphQLObjectType, rule: AccessRule): void {
  const extensions = type.extensions as SubgraphExtensions;
  const lookUp = extensions.apollo?.subgraph?.resolveReference;
  if (!lookUp) {
    if (!isResolvable(type)) return;
    throw new CodedError('DEFINITION_INVALID', {
      message: `Entity ${type.name} has a resolvable key but no __resolveReference among the resolvers.`,
    });
  }
  const guarded: ResolveReference = async (reference, context, info) => {
    demandAccess(rule, (context as Caller)[callerOf], type.name);
    return lookUp(reference, context, info);
  };
  type.extensions = { ...extensions, apollo: { subgraph: { resolveReference: guarded } } };
}

/** Whether any `@key` of the type says that this subgraph can look it up. */
export function isResolvable(type: GraphQLObjectType): boolean {
  return [type.astNode, ...type.extensionASTNodes]
    .flatMap((node) => node?.directives ?? [])
    .filter((directive) => /^(federation__)?key$/.test(directive.name.value))
    .some(
      (key) =>
        !key.arguments?.some(
          ({ name, value }) => name.value === 'resolvable' && value.kind === 'BooleanValue' && !value.value,
        ),
    );
}
