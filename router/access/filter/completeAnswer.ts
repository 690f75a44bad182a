import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { ErrorForClient } from '../../execute/compiledOperation.ts';
import { conditionValuesOf, inclusionOf } from '../../execute/operation/conditions.ts';
import type { WithheldFields } from './withheldFields.ts';

/** What an answer is completed with. */
export interface Completion {
  readonly schema: GraphQLSchema;
  /** The whole operation, as the client sent it. */
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly withheld: WithheldFields;
  readonly typenameKey: string;
}

/** Errors of one answer for withheld fields; a long list would have one per entry. What is null stays null without. */
const errorsAtMost = 100;

type Path = readonly (string | number)[];
type Data = { readonly [key: string]: unknown };

/**
 * Puts null where a withheld field would be, in the order in which the client asked, each with its error and path. Where
 * such a field may not be null, null goes up to the nearest place that may be (specification, section 6.4.4), exactly as if
 * the field had failed.
 *
 * @param data the data of what was left of the operation
 */
export function completeAnswer(
  { schema, operation, fragments, withheld, typenameKey }: Completion,
  data: unknown,
  variables: Readonly<Record<string, unknown>>,
): { readonly data: unknown; readonly errors: readonly ErrorForClient[] } {
  const errors: ErrorForClient[] = [];

  /** Undefined stands for null at a place that may not be null: the place above decides. */
  const completeValue = (type: GraphQLOutputType, value: unknown, nodes: readonly FieldNode[], path: Path): unknown => {
    if (isNonNullType(type)) return completeValue(type.ofType, value, nodes, path) ?? undefined;
    if (value === null || value === undefined) return null;
    if (isListType(type)) {
      const entries = (value as unknown[]).map((entry, index) =>
        completeValue(type.ofType, entry, nodes, [...path, index]),
      );
      return entries.includes(undefined) ? null : entries;
    }
    const named = getNamedType(type);
    if (isObjectType(named)) return completeObject(named, value as Data, setsOf(nodes), path);
    if (!isAbstractType(named)) return value;
    const runtime = schema.getType(String((value as Data)[typenameKey]));
    return isObjectType(runtime) ? completeObject(runtime, value as Data, setsOf(nodes), path) : null;
  };

  const completeObject = (
    type: GraphQLObjectType,
    value: Data,
    sets: readonly SelectionSetNode[],
    path: Path,
  ): Data | null => {
    const completed: Record<string, unknown> = Object.create(null);
    for (const [key, nodes] of collect(type, sets)) {
      const name = nodes[0]!.name.value;
      if (name.startsWith('__')) {
        completed[key] = value[key];
        continue;
      }
      const fieldType = type.getFields()[name]!.type;
      const given = nodes.filter((node) => !withheld.has(node));
      const place = [...path, key];
      if (given.length === 0) {
        if (errors.length < errorsAtMost) errors.push({ ...withheld.get(nodes[0]!)!, path: place });
        if (isNonNullType(fieldType)) return null;
        completed[key] = null;
        continue;
      }
      const inner = completeValue(fieldType, value[key], given, place);
      if (inner === undefined) return null;
      completed[key] = inner;
    }
    return completed;
  };

  /** CollectFields of the specification (section 6.3.2), for one object type. */
  const collect = (type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Map<string, FieldNode[]> => {
    const fields = new Map<string, FieldNode[]>();
    const spread = new Set<string>();
    const visit = ({ selections }: SelectionSetNode): void => {
      for (const selection of selections) {
        if (!isIncluded(selection, variables)) continue;
        if (selection.kind === Kind.FIELD) {
          const key = (selection.alias ?? selection.name).value;
          const known = fields.get(key);
          if (known) known.push(selection);
          else fields.set(key, [selection]);
          continue;
        }
        if (selection.kind === Kind.FRAGMENT_SPREAD) {
          if (spread.has(selection.name.value)) continue;
          spread.add(selection.name.value);
        }
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        if (fragment && applies(fragment.typeCondition?.name.value, type)) visit(fragment.selectionSet);
      }
    };
    for (const set of sets) visit(set);
    return fields;
  };

  const applies = (condition: string | undefined, type: GraphQLObjectType): boolean => {
    if (condition === undefined || condition === type.name) return true;
    const named = schema.getType(condition);
    return isAbstractType(named) && schema.isSubType(named, type);
  };

  const root = schema.getRootType(operation.operation);
  if (!root || data === null || typeof data !== 'object') return { data: data ?? null, errors };
  return { data: completeObject(root, data as Data, [operation.selectionSet], []), errors };
}

function setsOf(nodes: readonly FieldNode[]): SelectionSetNode[] {
  return nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
}

function isIncluded(
  selection: Parameters<typeof inclusionOf>[0],
  variables: Readonly<Record<string, unknown>>,
): boolean {
  const inclusion = inclusionOf(selection);
  return inclusion === 'always' || conditionValuesOf([], variables).holds(inclusion);
}
