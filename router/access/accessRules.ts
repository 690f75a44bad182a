import {
  type ConstArgumentNode,
  type ConstDirectiveNode,
  type DocumentNode,
  Kind,
  parse,
  type SelectionSetNode,
  type TypeNode,
  type ValueNode,
} from 'graphql';
import { accessDirectiveNames, requirementOf } from './accessDirectives.ts';
import { both, open, type Requirement } from './requirement.ts';

/** A field of the supergraph, as far as access is concerned. */
export interface RuledField {
  /** Name of its type, without list and non-null. */
  readonly type: string;
  readonly requirement: Requirement;
  /** Selections that the router fetches by itself to serve the field (`@requires`). */
  readonly requires: readonly SelectionSetNode[];
  /** Selections that the router fetches from an enclosing type for an argument of the field (`@fromContext`). */
  readonly fromContext: readonly { readonly types: readonly string[]; readonly selection: SelectionSetNode }[];
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

type MutableType = Omit<RuledType, 'requirement'> & {
  requirement: Requirement;
  readonly possible: Set<string>;
  readonly fields: Map<string, RuledField>;
};

/**
 * Reads from a supergraph what its access directives protect. Inaccessible fields are included, since `@requires`
 * may reach them.
 */
export function accessRules(supergraph: DocumentNode): AccessRules {
  const names = accessDirectiveNames(supergraph);
  const types = new Map<string, MutableType>();
  const contexts = typesOfContexts(supergraph);
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
        fromContext: joins.flatMap((join) => contextSelections(join, contexts)),
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
  inheritFromInterfaces(types);
  return { none, types, roots };
}

/**
 * Lets object types and their fields demand what an interface demands by its author's own word. Composition since 2.12.1
 * refuses such directives, and writes on interfaces only what their types demand; supergraphs from before may have them, and
 * asking for the object instead of the interface must not be a way around them (GHSA-mx7m-j9xf-62hw).
 */
function inheritFromInterfaces(types: ReadonlyMap<string, MutableType>): void {
  for (const type of types.values()) {
    if (type.kind !== 'interface' || type.interfaceObject) continue;
    const objects = [...type.possible].flatMap((name) => types.get(name) ?? []);
    const own = ownDemand(
      type.requirement,
      objects.map((object) => object.requirement),
    );
    for (const object of objects) object.requirement = both(object.requirement, own);
    for (const [name, field] of type.fields) {
      const demands = objects.flatMap((object) => object.fields.get(name)?.requirement ?? []);
      const ownOfField = ownDemand(field.requirement, demands);
      if (ownOfField === open) continue;
      for (const object of objects) {
        const same = object.fields.get(name);
        if (same) object.fields.set(name, { ...same, requirement: both(same.requirement, ownOfField) });
      }
    }
  }
}

/** What an interface demands unless every word of it comes from the types behind it. */
function ownDemand(ofInterface: Requirement, ofObjects: readonly Requirement[]): Requirement {
  if (ofInterface === open) return open;
  const words = ({ scopes, policies }: Requirement): string[] => [
    ...scopes.flat(2),
    ...policies.flatMap(({ alternatives }) => alternatives.flat().map((policy) => `policy ${policy}`)),
  ];
  const known = new Set(ofObjects.flatMap(words));
  const explained =
    (!ofInterface.authenticated || ofObjects.some(({ authenticated }) => authenticated)) &&
    words(ofInterface).every((word) => known.has(word));
  return explained ? open : ofInterface;
}

function typesOfContexts(supergraph: DocumentNode): ReadonlyMap<string, readonly string[]> {
  const contexts = new Map<string, string[]>();
  for (const node of supergraph.definitions) {
    if (!('directives' in node) || !('name' in node) || !node.name) continue;
    for (const directive of node.directives ?? []) {
      if (!directive.name.value.endsWith('context')) continue;
      const name = stringOf(directive.arguments?.find((each) => each.name.value === 'name')?.value);
      if (name !== undefined) contexts.set(name, [...(contexts.get(name) ?? []), node.name.value]);
    }
  }
  return contexts;
}

function contextSelections(
  join: ConstDirectiveNode,
  contexts: ReadonlyMap<string, readonly string[]>,
): RuledField['fromContext'] {
  const list = join.arguments?.find((each) => each.name.value === 'contextArguments')?.value;
  if (list?.kind !== Kind.LIST) return [];
  return list.values.flatMap((value) => {
    if (value.kind !== Kind.OBJECT) return [];
    const text = (name: string) => stringOf(value.fields.find((each) => each.name.value === name)?.value);
    const types = contexts.get(text('context') ?? '') ?? [];
    return selectionSets(text('selection') ?? '').map((selection) => ({ types, selection }));
  });
}

function stringOf(value: ValueNode | undefined): string | undefined {
  return value?.kind === Kind.STRING ? value.value : undefined;
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

function fieldSets(argument: ConstArgumentNode | undefined): SelectionSetNode[] {
  const text = stringOf(argument?.value);
  return text === undefined ? [] : selectionSets(`{ ${text} }`);
}

function selectionSets(text: string): SelectionSetNode[] {
  const [definition] = parse(text.trim().startsWith('{') ? text : `{ ${text} }`, { noLocation: true }).definitions;
  return definition?.kind === Kind.OPERATION_DEFINITION ? [definition.selectionSet] : [];
}
