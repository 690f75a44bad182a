import type { FragmentDefinitionNode, OperationDefinitionNode, SelectionSetNode } from 'graphql';
import { Kind } from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';
import type { TypeRelations } from '../../supergraph/typeRelations.ts';
import type { ErrorForClient } from '../compiledOperation.ts';
import { type OperationKeys, responseKeyOf } from '../operation/assignDataKeys.ts';
import { type ConditionValues, inclusionOf } from '../operation/conditions.ts';
import type { TypeProblem } from '../project/writer.ts';
import type { GatheredError } from './gatheredError.ts';

/** What is wanted of an operation to name places as its client does. */
export interface ClientNames {
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly keys: OperationKeys;
  readonly conditions: ConditionValues;
  readonly types: TypeRelations;
  /** Data keys on which more may depend than the client's own fields: those of entity keys, and what `@requires` names. */
  readonly depended: ReadonlySet<string>;
}

/** More errors than these help nobody. */
const errorLimit = 1000;

/**
 * The errors of an answer as the client sees them. A type problem that a subgraph's error already explains, because
 * one path begins with the other, is not told again.
 *
 * @param data what was gathered, by data keys
 */
export function clientErrors(
  gathered: readonly GatheredError[],
  problems: readonly TypeProblem[],
  names: ClientNames,
  data: unknown,
  exposeSubgraph: boolean,
): readonly ErrorForClient[] {
  const errors: ErrorForClient[] = [];
  for (const error of gathered.slice(0, errorLimit)) {
    const extensions = exposeSubgraph ? { ...error.extensions, subgraph: error.service } : error.extensions;
    const paths = error.path === undefined ? [undefined] : clientPaths(error.path, names, data);
    for (const path of paths) errors.push({ message: error.message, ...(path && { path }), extensions });
  }
  const explained = errors.length;
  for (const { path, problem } of problems) {
    if (errors.length >= errorLimit) break;
    if (errors.some((error, index) => index < explained && explains(error.path, path))) continue;
    errors.push({ message: problem, path, extensions: new CodedError('SUBGRAPH_INVALID_ANSWER').extensions });
  }
  return errors.slice(0, errorLimit);
}

function explains(known: ErrorForClient['path'], path: TypeProblem['path']): boolean {
  if (known === undefined) return true;
  const length = Math.min(known.length, path.length);
  for (let index = 0; index < length; index++) if (known[index] !== path[index]) return false;
  return true;
}

/**
 * A path of data keys in the client's response keys. One key may answer several of the client's fields; a key that the
 * client did not select (an entity key, a required field) ends the path at the object that it belongs to. There is no
 * path for what the client asked of objects of other types only: plans behind interface objects fetch it of all, and
 * nobody misses it.
 */
function clientPaths(path: readonly (string | number)[], names: ClientNames, data: unknown): (string | number)[][] {
  const found: (string | number)[][] = [];
  const walk = (
    sets: readonly SelectionSetNode[],
    position: number,
    here: (string | number)[],
    value: unknown,
  ): void => {
    const segment = path[position];
    const member = segment === undefined ? undefined : (value as GatheredValue)?.[segment];
    if (segment === undefined) {
      found.push(here);
    } else if (typeof segment === 'number') {
      walk(sets, position + 1, [...here, segment], member);
    } else {
      const fields = fieldsOf(sets, segment, names, objectTypeOf(value, names));
      // Where the error nulled more than the field itself, it is the reason for other nulls.
      const isMissed = member === undefined || names.depended.has(segment);
      if (fields.size === 0 && (isMissed || fieldsOf(sets, segment, names, undefined).size === 0)) found.push(here);
      for (const [responseKey, inner] of fields) walk(inner, position + 1, [...here, responseKey], member);
    }
  };
  walk([names.operation.selectionSet], 0, [], data);
  return found;
}

type GatheredValue = Readonly<Record<string | number, unknown>> | null | undefined;

/** The object type of a gathered object, where that is known. */
function objectTypeOf(value: unknown, { types }: ClientNames): string | undefined {
  const typename = (value as GatheredValue)?.__typename;
  return typeof typename === 'string' && types.isObject(typename) ? typename : undefined;
}

/** The client's fields for a data key of an object of that type, or of any, by response key, with their selection sets. */
function fieldsOf(
  sets: readonly SelectionSetNode[],
  key: string,
  names: ClientNames,
  type: string | undefined,
): Map<string, SelectionSetNode[]> {
  const fields = new Map<string, SelectionSetNode[]>();
  const applies = (condition: string | undefined): boolean =>
    condition === undefined || type === undefined || names.types.satisfies(type, condition);
  const collect = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (!names.conditions.holds(inclusionOf(selection))) continue;
      if (selection.kind === Kind.FIELD) {
        if (names.keys.keyOf.get(selection) !== key) continue;
        const inner = fields.get(responseKeyOf(selection)) ?? [];
        if (selection.selectionSet) inner.push(selection.selectionSet);
        fields.set(responseKeyOf(selection), inner);
      } else {
        const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : names.fragments.get(selection.name.value);
        if (inner && applies(inner.typeCondition?.name.value)) collect(inner.selectionSet);
      }
    }
  };
  for (const set of sets) collect(set);
  return fields;
}
