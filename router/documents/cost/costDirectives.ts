import { type ConstDirectiveNode, type DocumentNode, Kind, type TypeNode, valueFromASTUntyped } from 'graphql';
import { linksOf } from '../../supergraph/apiSchema.ts';

/** What `@listSize` says of a list. */
export interface ListSize {
  readonly assumedSize: number | undefined;
  /** Arguments that say how long the list is, as paths into input objects. */
  readonly slicingArguments: readonly (readonly string[])[];
  /** Fields of the returned object that are the list; the field itself when there are none. */
  readonly sizedFields: readonly string[];
}

/** What demand control knows of one field. */
export interface CostedField {
  readonly type: string;
  readonly isList: boolean;
  /** Of `@cost`; undefined where the type's weight counts. */
  readonly weight: number | undefined;
  readonly listSize: ListSize | undefined;
  readonly arguments: ReadonlyMap<string, { readonly weight: number; readonly defaultValue: unknown }>;
}

/** What demand control knows of one type. */
export interface CostedType {
  readonly name: string;
  /** Of `@cost`; else 1 for composite types and 0 for leaves. */
  readonly weight: number;
  readonly composite: boolean;
  readonly fields: ReadonlyMap<string, CostedField>;
  /** Object types that a value may have; the dearest counts. */
  readonly possible: Set<string>;
}

/** What demand control knows of a supergraph. */
export interface CostModel {
  readonly types: ReadonlyMap<string, CostedType>;
  readonly roots: Readonly<Record<'query' | 'mutation' | 'subscription', string>>;
}

/**
 * Reads `@cost` and `@listSize` from a supergraph, under whatever names it links them.
 *
 * @see https://ibm.github.io/graphql-specs/cost-spec.html
 * @see https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/directives#demand-controls
 */
export function costModel(supergraph: DocumentNode): CostModel {
  const names = directiveNames(supergraph);
  const find = (directives: readonly ConstDirectiveNode[] | undefined, kind: 'cost' | 'listSize') =>
    directives?.find(({ name }) => names[kind].has(name.value));
  const weightOf = (directives: readonly ConstDirectiveNode[] | undefined): number | undefined => {
    const weight = argumentOf(find(directives, 'cost'), 'weight');
    return typeof weight === 'number' && weight >= 0 ? weight : undefined;
  };

  const types = new Map<string, CostedType>();
  const roots = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };
  for (const node of supergraph.definitions) {
    if (node.kind === Kind.SCHEMA_DEFINITION) {
      for (const { operation, type } of node.operationTypes) roots[operation] = type.name.value;
    }
    if (node.kind === Kind.SCALAR_TYPE_DEFINITION || node.kind === Kind.ENUM_TYPE_DEFINITION) {
      types.set(node.name.value, leaf(node.name.value, weightOf(node.directives) ?? 0));
    }
    if (node.kind === Kind.UNION_TYPE_DEFINITION) {
      const possible = new Set((node.types ?? []).map(({ name }) => name.value));
      types.set(node.name.value, { ...leaf(node.name.value, 1), composite: true, possible });
    }
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const fields = new Map<string, CostedField>();
    for (const field of node.fields ?? []) {
      fields.set(field.name.value, {
        ...unwrapped(field.type),
        weight: weightOf(field.directives),
        listSize: listSizeOf(find(field.directives, 'listSize')),
        arguments: new Map(
          (field.arguments ?? []).map((argument) => [
            argument.name.value,
            {
              weight: weightOf(argument.directives) ?? 0,
              defaultValue: argument.defaultValue && valueFromASTUntyped(argument.defaultValue),
            },
          ]),
        ),
      });
    }
    const name = node.name.value;
    const possible = new Set(node.kind === Kind.OBJECT_TYPE_DEFINITION ? [name] : []);
    types.set(name, { name, weight: weightOf(node.directives) ?? 1, composite: true, fields, possible });
  }
  for (const node of supergraph.definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const each of node.interfaces ?? []) types.get(each.name.value)?.possible.add(node.name.value);
  }
  return { types, roots };
}

function directiveNames(supergraph: DocumentNode): Record<'cost' | 'listSize', ReadonlySet<string>> {
  const names = {
    cost: new Set(['cost', 'federation__cost']),
    listSize: new Set(['listSize', 'federation__listSize', 'cost__listSize']),
  };
  for (const { url, as, imports } of linksOf(supergraph)) {
    if (!url.includes('/cost/')) continue;
    if (as !== undefined) {
      names.cost.add(as);
      names.listSize.add(`${as}__listSize`);
    }
    for (const { name, as: renamed } of imports) {
      if (name === '@cost') names.cost.add(renamed.slice(1));
      if (name === '@listSize') names.listSize.add(renamed.slice(1));
    }
  }
  return names;
}

function listSizeOf(directive: ConstDirectiveNode | undefined): ListSize | undefined {
  if (!directive) return undefined;
  const texts = (name: string): string[] => {
    const value = argumentOf(directive, name);
    return Array.isArray(value) ? value.map(String) : [];
  };
  const assumedSize = argumentOf(directive, 'assumedSize');
  return {
    assumedSize: typeof assumedSize === 'number' ? assumedSize : undefined,
    slicingArguments: texts('slicingArguments').map((path) => path.split('.')),
    sizedFields: texts('sizedFields'),
  };
}

function argumentOf(directive: ConstDirectiveNode | undefined, name: string): unknown {
  const value = directive?.arguments?.find((argument) => argument.name.value === name)?.value;
  return value && valueFromASTUntyped(value);
}

function leaf(name: string, weight: number): CostedType {
  return { name, weight, composite: false, fields: new Map(), possible: new Set() };
}

function unwrapped(type: TypeNode): { type: string; isList: boolean } {
  if (type.kind === Kind.NAMED_TYPE) return { type: type.name.value, isList: false };
  const inner = unwrapped(type.type);
  return type.kind === Kind.LIST_TYPE ? { ...inner, isList: true } : inner;
}
