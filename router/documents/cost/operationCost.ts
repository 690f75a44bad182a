import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';
import { fragmentsOf } from '../../execute/operation/fragmentsOf.ts';
import type { CostedField, CostedType, CostModel, ListSize } from './costDirectives.ts';

/** Variables as a client sent them, not coerced yet. */
export type RawVariables = Readonly<Record<string, unknown>>;

/** The estimated cost of an operation: a number, or what it is for given variables. */
export type OperationCost = number | ((variables: RawVariables) => number);

/** Scalars of GraphQL itself, which no schema defines. */
const builtIn: CostedType = { name: '', weight: 0, composite: false, fields: new Map(), possible: new Set() };

/** What a mutation costs by itself, since it does work. */
const mutationWeight = 10;

/**
 * Estimates what an operation may cost before anything is planned: every object that may be in the answer counts its
 * weight, objects in lists as often as the list may be long. Wherever it is not known, the dearest case counts: the
 * dearest type of an interface or union, all fragments, both sides of `@skip` and `@include`.
 *
 * How long a list may be is said, in this order, by `@listSize` (arguments, then `assumedSize`), for connections (Relay) by
 * `first` or `last`, and else by `listSize`.
 *
 * @returns a number when no variable matters, so that the estimate of a known document is but a comparison
 * @see https://ibm.github.io/graphql-specs/cost-spec.html
 */
export function operationCost(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  model: CostModel,
  listSize: number,
): OperationCost {
  const fragments = fragmentsOf(document);
  const defaults: Record<string, unknown> = {};
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    if (defaultValue) defaults[variable.name.value] = valueFromASTUntyped(defaultValue);
  }
  /** What the parent's `@listSize(sizedFields:)` says of a field. */
  type Sized = { readonly fields: readonly string[]; readonly size: OperationCost } | undefined;

  const costOfSet = (set: SelectionSetNode, parent: CostedType, sized: Sized): OperationCost => {
    const costs = set.selections.map((selection): OperationCost => {
      if (selection.kind === Kind.FIELD) return costOfField(selection, parent, sized);
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (!fragment) return 0;
      const condition = fragment.typeCondition && model.types.get(fragment.typeCondition.name.value);
      return costOfSet(fragment.selectionSet, condition ?? parent, sized);
    });
    return sum(...costs);
  };

  const costOfField = (node: FieldNode, parent: CostedType, sized: Sized): OperationCost => {
    const name = node.name.value;
    const field = fieldOf(model, parent, name);
    if (!field) return 0;
    const type = model.types.get(field.type) ?? builtIn;
    const argumentsOf = node.arguments ?? [];
    const length = lengthOf(field, argumentsOf);
    const own = sized?.fields.includes(name) ? sized.size : field.isList ? (length ?? listSize) : 1;
    const inner: Sized =
      length !== undefined && !field.isList
        ? { fields: field.listSize?.sizedFields ?? ['edges', 'nodes'], size: length }
        : undefined;
    const weight = field.weight ?? weightOf(model, type);
    const ofInner = node.selectionSet ? costOfSet(node.selectionSet, type, inner) : 0;
    const ofArguments = argumentsOf.map(({ name: { value } }) => field.arguments.get(value)?.weight ?? 0);
    return sum(product(own, sum(weight, ofInner)), ...ofArguments);
  };

  /** How many entries the arguments of a field ask for; undefined when nothing says it. */
  const lengthOf = (field: CostedField, given: readonly ArgumentNode[]): OperationCost | undefined => {
    const rule = field.listSize ?? connectionSize(model, field);
    if (!rule) return undefined;
    let length: OperationCost | undefined;
    for (const [name = '', ...path] of rule.slicingArguments) {
      const argument = given.find((each) => each.name.value === name);
      const asked = argument ? numberOf(argument.value, path) : numberIn(field.arguments.get(name)?.defaultValue, path);
      if (asked !== undefined) length = length === undefined ? asked : larger(length, asked);
    }
    const unknown = rule.assumedSize ?? listSize;
    if (typeof length === 'function') {
      const byVariables = length;
      return (variables) => positive(byVariables(variables), unknown);
    }
    return length === undefined ? unknown : positive(length, unknown);
  };

  const numberOf = (value: ValueNode, path: readonly string[]): OperationCost | undefined => {
    if (value.kind === Kind.VARIABLE) {
      const name = value.name.value;
      return (variables) => numberIn(variables[name] ?? defaults[name], path) ?? Number.NaN;
    }
    if (path.length === 0 || value.kind !== Kind.OBJECT) return numberIn(valueFromASTUntyped(value), path);
    const [first, ...others] = path;
    const inner = value.fields.find((each) => each.name.value === first)?.value;
    return inner && numberOf(inner, others);
  };

  const root = model.types.get(model.roots[operation.operation]);
  const cost = root ? costOfSet(operation.selectionSet, root, undefined) : 0;
  return operation.operation === 'mutation' ? sum(cost, mutationWeight) : cost;
}

/** A field of a type; of an interface without it, that of any type behind it. */
function fieldOf(model: CostModel, parent: CostedType, name: string): CostedField | undefined {
  return (
    parent.fields.get(name) ?? [...parent.possible].map((each) => model.types.get(each)?.fields.get(name)).find(Boolean)
  );
}

function weightOf(model: CostModel, type: CostedType): number {
  return Math.max(type.weight, ...[...type.possible].map((name) => model.types.get(name)?.weight ?? 0));
}

/** @see https://relay.dev/graphql/connections.htm */
function connectionSize(model: CostModel, field: CostedField): ListSize | undefined {
  if (field.isList || !field.arguments.has('first')) return undefined;
  const edges = model.types.get(field.type)?.fields.get('edges');
  if (!edges?.isList) return undefined;
  return { assumedSize: undefined, slicingArguments: [['first'], ['last']], sizedFields: ['edges', 'nodes'] };
}

function numberIn(value: unknown, path: readonly string[]): number | undefined {
  const found = path.reduce<unknown>((at, key) => (at as Record<string, unknown> | null | undefined)?.[key], value);
  return typeof found === 'number' ? found : undefined;
}

/** A wanted length that is none (a variable that is missing or no number) counts as unknown; a negative one as empty. */
function positive(length: number, unknown: number): number {
  return Number.isNaN(length) ? unknown : Math.max(length, 0);
}

function sum(...costs: OperationCost[]): OperationCost {
  const byVariables = costs.filter((cost) => typeof cost === 'function');
  const constant = costs.reduce<number>((total, cost) => (typeof cost === 'number' ? total + cost : total), 0);
  if (byVariables.length === 0) return constant;
  return (variables) => byVariables.reduce((total, cost) => total + cost(variables), constant);
}

function product(a: OperationCost, b: OperationCost): OperationCost {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  return (variables) => costWith(a, variables) * costWith(b, variables);
}

function larger(a: OperationCost, b: OperationCost): OperationCost {
  if (typeof a === 'number' && typeof b === 'number') return Math.max(a, b);
  return (variables) => {
    const lengths = [costWith(a, variables), costWith(b, variables)].filter((each) => !Number.isNaN(each));
    return lengths.length > 0 ? Math.max(...lengths) : Number.NaN;
  };
}

/** The cost of an operation with these variables. */
export function costWith(cost: OperationCost, variables: RawVariables): number {
  return typeof cost === 'number' ? cost : cost(variables);
}
