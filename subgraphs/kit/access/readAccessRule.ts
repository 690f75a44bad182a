import { type DirectiveNode, type ListValueNode, valueFromASTUntyped } from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';
import { type AccessRule, open, type ScopeAlternatives } from './accessRule.ts';

interface Annotated {
  readonly directives?: readonly DirectiveNode[] | undefined;
}

/**
 * Reads the access rule of a type or field from its SDL nodes (definition and extensions).
 *
 * @param place for messages, e.g. `Query.leads`
 * @throws CodedError DEFINITION_INVALID for `@policy`: a rule that nobody enforces must not look enforced
 */
export function readAccessRule(place: string, nodes: readonly (Annotated | null | undefined)[]): AccessRule {
  let authenticated = false;
  const scopes: ScopeAlternatives[] = [];
  for (const directive of nodes.flatMap((node) => node?.directives ?? [])) {
    switch (directive.name.value.replace(/^federation__/, '')) {
      case 'authenticated':
        authenticated = true;
        break;
      case 'requiresScopes':
        authenticated = true;
        scopes.push(scopesArgument(directive));
        break;
      case 'policy':
        throw new CodedError('DEFINITION_INVALID', {
          message: `${place} carries @policy, which the kit does not enforce. Use @requiresScopes.`,
        });
    }
  }
  return authenticated ? { authenticated, scopes } : open;
}

function scopesArgument(directive: DirectiveNode): ScopeAlternatives {
  const argument = directive.arguments?.find(({ name }) => name.value === 'scopes');
  return valueFromASTUntyped(argument?.value as ListValueNode) as string[][];
}
