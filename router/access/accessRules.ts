import { type DocumentNode, Kind, parse, type SelectionSetNode, type TypeNode } from 'graphql';
import { accessDirectiveNames, requirementOf } from './accessDirectives.ts';
import { open, type Requirement } from './requirement.ts';

/** A field of the supergraph, as far as access is concerned. */
export interface RuledField {
  /** Name of its type, without list and non-null. */
  readonly type: string;
  readonly requirement: Requirement;
  /** Selections that the router fetches by itself to serve the field (`@requires`). */
  readonly requires: readonly SelectionSetNode[];
}

/** A type of the supergraph, as far as access is concerned. */
export interface RuledType {
  readonly name: string;
  readonly kind: 'object' | 'interface' | 'union' | 'leaf';
  readonly requirement: Requirement;
  readonly fields: ReadonlyMap<string, RuledField>;
  readonly interfaces: readonly string[];
  /** Object types that a value of this type may have. */
  readonly possible: ReadonlySet<string>;
  /** Whether a subgraph serves the interface as an object, so that its fields exist on no object type of their own. */
  readonly interfaceObject: boolean;
}

/** What the whole supergraph protects. */
export interface AccessRules {
  /** True when nothing is protected: operations need not be looked through. */
  readonly none: boolean;
  readonly types: ReadonlyMap<string, RuledType>;
  readonly roots: Readonly<Record<'query' | 'mutation' | 'subscription', string>>;
}

type MutableType = RuledType & { readonly possible: Set<string>; readonly fields: Map<string, RuledField> };

/**
 * Reads from a supergraph what its access directives protect. Inaccessible fields are included, since `@requires`
 * may reach them.
 */
export function accessRules(supergraph: DocumentNode): AccessRules {
  const names = accessDirectiveNames(supergraph);
  const types = new Map<string, MutableType>();
  const roots = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };
  let none = true;

  const requirement = (directives: Parameters<typeof requirementOf>[0]): Requirement => {
    const found = requirementOf(directives, names);
    if (found !== open) none = false;
    return found;
  };

  for (const node of supergraph.definitions) {
    if (node.kind === Kind.SCHEMA_DEFINITION) {
      for (const { operation, type } of node.operationTypes) roots[operation] = type.name.value;
    }
    if (node.kind === Kind.UNION_TYPE_DEFINITION) {
      const possible = new Set((node.types ?? []).map(({ name }) => name.value));
      types.set(node.name.value, { ...blank(node.name.value), kind: 'union', possible });
    }
    if (node.kind === Kind.ENUM_TYPE_DEFINITION || node.kind === Kind.SCALAR_TYPE_DEFINITION) {
      types.set(node.name.value, { ...blank(node.name.value), requirement: requirement(node.directives) });
    }
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const name = node.name.value;
    const fields = new Map<string, RuledField>();
    for (const field of node.fields ?? []) {
      const joins = field.directives?.filter((directive) => directive.name.value === 'join__field') ?? [];
      fields.set(field.name.value, {
        type: namedType(field.type),
        requirement: requirement(field.directives),
        requires: joins.flatMap((join) => fieldSets(join.arguments?.find((each) => each.name.value === 'requires'))),
      });
    }
    types.set(name, {
      name,
      kind: node.kind === Kind.OBJECT_TYPE_DEFINITION ? 'object' : 'interface',
      requirement: requirement(node.directives),
      fields,
      interfaces: (node.interfaces ?? []).map((each) => each.name.value),
      possible: new Set(node.kind === Kind.OBJECT_TYPE_DEFINITION ? [name] : []),
      interfaceObject: (node.directives ?? []).some((directive) =>
        directive.arguments?.some(
          ({ name: { value }, value: given }) =>
            value === 'isInterfaceObject' && given.kind === Kind.BOOLEAN && given.value,
        ),
      ),
    });
  }
  for (const type of types.values()) {
    if (type.kind !== 'object') continue;
    for (const each of type.interfaces) types.get(each)?.possible.add(type.name);
  }
  return { none, types, roots };
}

function blank(name: string): MutableType {
  return {
    name,
    kind: 'leaf',
    requirement: open,
    fields: new Map(),
    interfaces: [],
    possible: new Set(),
    interfaceObject: false,
  };
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function fieldSets(argument: { readonly value: { readonly kind: string } } | undefined): SelectionSetNode[] {
  const value = argument?.value as { kind: string; value?: unknown } | undefined;
  if (value?.kind !== Kind.STRING || typeof value.value !== 'string') return [];
  const [definition] = parse(`{ ${value.value} }`, { noLocation: true }).definitions;
  return definition?.kind === Kind.OPERATION_DEFINITION ? [definition.selectionSet] : [];
}
