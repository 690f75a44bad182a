import { readFileSync } from 'node:fs';
import { type DirectiveNode, getNamedType, isAbstractType, Kind, parse, valueFromASTUntyped } from 'graphql';
import { apiSchema, rootTypes } from './apiSchema.ts';

/** What the SDL demands of a caller for a root field and for the type that it gives. */
export interface RootFieldAccess {
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly field: string;
  /** Whether one of the two asks for a signed-in user. */
  readonly authenticated: boolean;
  /** Scopes of each directive: one of the lists must be held whole. */
  readonly scopes: readonly (readonly (readonly string[])[])[];
}

const supergraph = parse(readFileSync(new URL('../../schema/generated/supergraph.graphql', import.meta.url), 'utf8'));

/** Every root field of the API with its access rules, read from the supergraph's text. */
export function accessOfRootFields(): RootFieldAccess[] {
  return Object.entries(rootTypes).flatMap(([kind, root]) =>
    Object.values(root.getFields()).map(({ name, type }) => {
      const yields = getNamedType(type);
      // A change is refused to those who may not see what it can give.
      const possible = kind === 'mutation' && isAbstractType(yields) ? apiSchema.getPossibleTypes(yields) : [];
      const directives = [
        ...directivesOf(root.name, name),
        ...[yields, ...possible].flatMap((each) => directivesOf(each.name)),
      ];
      return {
        kind: kind as RootFieldAccess['kind'],
        field: name,
        authenticated: directives.some((each) => ['authenticated', 'requiresScopes'].includes(each.name.value)),
        scopes: directives.filter((each) => each.name.value === 'requiresScopes').map(scopesArgument),
      };
    }),
  );
}

/** Whether a holder of these scopes may use the field. */
export function allows({ scopes }: RootFieldAccess, held: readonly string[]): boolean {
  return scopes.every((alternatives) => alternatives.some((set) => set.every((scope) => held.includes(scope))));
}

function directivesOf(typeName: string, fieldName?: string): readonly DirectiveNode[] {
  const definition = supergraph.definitions.find(
    (node) => 'name' in node && node.name?.value === typeName && node.kind !== Kind.DIRECTIVE_DEFINITION,
  );
  if (!definition)
    throw new Error(`${typeName} is not in the supergraph, but in the API: ${apiSchema.getType(typeName)}`);
  if (fieldName === undefined) return 'directives' in definition ? (definition.directives ?? []) : [];
  const fields = definition.kind === Kind.OBJECT_TYPE_DEFINITION ? definition.fields : undefined;
  return fields?.find(({ name }) => name.value === fieldName)?.directives ?? [];
}

function scopesArgument({ arguments: given }: DirectiveNode): string[][] {
  return valueFromASTUntyped(given!.find(({ name }) => name.value === 'scopes')!.value) as string[][];
}
