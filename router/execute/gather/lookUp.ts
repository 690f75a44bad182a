import { type FieldNode, Kind, print, type SelectionNode, type SelectionSetNode, visit } from 'graphql';
import type { FlattenPath } from '../../plan/planNodes.ts';
import { withUsedVariables } from '../../plan/withUsedVariables.ts';
import type { EntityKeys } from '../../supergraph/entityKeys.ts';
import type { TypeRelations } from '../../supergraph/typeRelations.ts';
import { compileWalker } from '../entities/flattenPath.ts';
import { compileRepresentation } from '../entities/representation.ts';
import type { MutableObject } from '../merge/mergeObjects.ts';
import type { Step } from '../steps/step.ts';
import { keysOf, type LostField } from './lostFields.ts';
import { headOf, operationOfHead } from './withoutFields.ts';

/** What is known of entities. */
export interface EntityFacts {
  readonly types: TypeRelations;
  readonly keys: Pick<EntityKeys, 'of'>;
}

/**
 * The step that asks for a lost field of each entity by itself, so that one which fails takes nothing of the others along.
 *
 * @param data what was gathered, in which the entities are by now
 * @returns undefined where the field's object is not part of a list, or no entity of the subgraph
 */
export function lookUpOf(lost: LostField, data: MutableObject, facts: EntityFacts): Step | undefined {
  const { step } = lost;
  const { target } = step;
  const group = target.kind === 'entities' ? target.groups.find(({ alias }) => alias === lost.path[0]) : undefined;
  const bases = target.kind === 'root' ? [target.path] : (group?.paths ?? []);
  const above = target.kind === 'root' ? 0 : 2;
  const segments = lost.path.slice(above);
  for (let length = segments.length - 1; length > 0; length--) {
    const way = segments.slice(0, length);
    if (!way.some((segment) => typeof segment === 'number')) return undefined;
    const paths = bases.map((base): FlattenPath => [...base, ...way.map(segmentOf)]);
    const found = typeof segments[length] === 'string' && entityAt(paths, data, step.service, facts);
    if (!found) continue;
    const operation = operationOfHead(lost.head);
    const onTheWay = [...keysOf(lost.path.slice(0, above)), ...keysOf(way)];
    const set = onTheWay.reduce(selectionOf, operation.selectionSet);
    return stepFor(step, operation, only(set, keysOf(segments.slice(length))), { ...found, paths }, facts.types);
  }
  return undefined;
}

function segmentOf(segment: string | number): FlattenPath[number] {
  return typeof segment === 'number' ? '@' : { Field: segment };
}

interface FoundEntity {
  readonly typename: string;
  readonly key: readonly string[];
}

/** The type and the key of what stands at some paths, if it is an entity of that subgraph whose key was gathered. */
function entityAt(
  paths: readonly FlattenPath[],
  data: MutableObject,
  service: string,
  { types, keys }: EntityFacts,
): FoundEntity | undefined {
  let found: FoundEntity | undefined;
  const see = (object: MutableObject): void => {
    const { __typename: typename } = object;
    if (found || typeof typename !== 'string') return;
    const key = keys.of(service, typename).find((fields) => fields.every((field) => isKeyValue(object[field])));
    if (key) found = { typename, key };
  };
  for (const path of paths) compileWalker(path, types)(data, see);
  return found;
}

function isKeyValue(value: unknown): boolean {
  return value !== undefined && value !== null && typeof value !== 'object';
}

/** What is selected below a key; fragments stand where they were spread, and fields of one key together. */
function selectionOf(set: SelectionSetNode, key: string): SelectionSetNode {
  return {
    kind: Kind.SELECTION_SET,
    selections: fieldsOf(set, key).flatMap((field) => field.selectionSet?.selections ?? []),
  };
}

function fieldsOf({ selections }: SelectionSetNode, key: string): readonly FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return (selection.alias ?? selection.name).value === key ? [selection] : [];
    return selection.kind === Kind.INLINE_FRAGMENT ? fieldsOf(selection.selectionSet, key) : [];
  });
}

/** A selection of nothing but the field at some keys, with all that is selected below it. */
function only(set: SelectionSetNode, [key = '', ...rest]: readonly string[]): SelectionSetNode {
  const selections = fieldsOf(set, key).map((field): SelectionNode => {
    return rest.length > 0 && field.selectionSet ? { ...field, selectionSet: only(field.selectionSet, rest) } : field;
  });
  return { kind: Kind.SELECTION_SET, selections };
}

function stepFor(
  step: Step,
  operation: ReturnType<typeof operationOfHead>,
  selectionSet: SelectionSetNode,
  { typename, key, paths }: FoundEntity & { readonly paths: readonly FlattenPath[] },
  types: TypeRelations,
): Step {
  const used = new Set<string>();
  visit(selectionSet, {
    Variable({ name }) {
      used.add(name.value);
    },
  });
  const variables = withUsedVariables(operation, used).variableDefinitions ?? [];
  const declared = ['$representations: [_Any!]!', ...variables.map((definition) => print(definition))].join(', ');
  const field = `_entities(representations: $representations) { ... on ${typename} ${print(selectionSet)} }`;
  const requires = { kind: 'InlineFragment', typeCondition: typename, selections: key.map(keyField) } as const;
  return {
    ...step,
    head: headOf(`query (${declared}) { ${field} }`),
    variableUsages: step.variableUsages.filter((name) => used.has(name)),
    target: {
      kind: 'entities',
      groups: [
        {
          alias: '_entities',
          variable: 'representations',
          paths,
          walks: paths.map((path) => compileWalker(path, types)),
          represent: compileRepresentation([requires], undefined, types),
          rewrite: undefined,
          sharing: undefined,
          copies: true,
        },
      ],
    },
    read: undefined,
    meetsShared: true,
  };
}

function keyField(name: string) {
  return { kind: 'Field', name } as const;
}
