import { type ConstDirectiveNode, type DocumentNode, Kind, type ValueNode, valueFromASTUntyped } from 'graphql';
import { both, open, type Requirement } from './requirement.ts';

/** Under which names a supergraph uses the access directives; a subgraph may rename them where it links them. */
export interface AccessDirectiveNames {
  readonly authenticated: ReadonlySet<string>;
  readonly requiresScopes: ReadonlySet<string>;
  readonly policy: ReadonlySet<string>;
}

type Spec = keyof AccessDirectiveNames;
const specs: readonly Spec[] = ['authenticated', 'requiresScopes', 'policy'];

/**
 * Reads the names from the `@link` applications of the supergraph's schema definition. The specifications' own names
 * always count: a directive that is not linked but present protects rather than not.
 *
 * @see https://specs.apollo.dev/link/v1.0/ for `as` and `import`
 */
export function accessDirectiveNames(supergraph: DocumentNode): AccessDirectiveNames {
  const names = { authenticated: new Set<string>(), requiresScopes: new Set<string>(), policy: new Set<string>() };
  for (const spec of specs) names[spec].add(spec);
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) continue;
    for (const directive of definition.directives ?? []) {
      if (directive.name.value !== 'link') continue;
      const argument = (name: string): unknown => {
        const value = directive.arguments?.find((each) => each.name.value === name)?.value;
        return value && valueFromASTUntyped(value as ValueNode);
      };
      const spec = specs.find((each) => String(argument('url')).includes(`/${each}/`));
      if (!spec) continue;
      const as = argument('as');
      if (typeof as === 'string') names[spec].add(as).add(`${as}__${spec}`);
      const imports = argument('import');
      for (const each of Array.isArray(imports) ? imports : []) {
        const renamed: unknown = typeof each === 'string' ? each : each?.as;
        if (typeof renamed === 'string' && renamed.startsWith('@')) names[spec].add(renamed.slice(1));
      }
    }
  }
  return names;
}

/** What the directives of one type or field demand. */
export function requirementOf(
  directives: readonly ConstDirectiveNode[] | undefined,
  names: AccessDirectiveNames,
): Requirement {
  let requirement = open;
  for (const directive of directives ?? []) {
    const name = directive.name.value;
    if (names.authenticated.has(name)) requirement = both(requirement, { ...open, authenticated: true });
    if (names.requiresScopes.has(name)) {
      const scopes = listsOf(directive, 'scopes');
      requirement = both(requirement, { ...open, authenticated: true, scopes: [scopes] });
    }
    if (names.policy.has(name)) {
      requirement = both(requirement, {
        ...open,
        authenticated: true,
        policies: [{ alternatives: listsOf(directive, 'policies'), withArguments: true }],
      });
    }
  }
  return requirement;
}

function listsOf(directive: ConstDirectiveNode, argument: string): string[][] {
  const value = directive.arguments?.find((each) => each.name.value === argument)?.value;
  const lists: unknown = value && valueFromASTUntyped(value);
  return Array.isArray(lists) ? lists.map((list) => (Array.isArray(list) ? list : [list]).map(String)) : [];
}
