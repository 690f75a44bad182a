import { CodedError } from '#platform/errors/codedError.ts';
import type { TypeRelations } from '../../supergraph/typeRelations.ts';
import type { GatheredError } from '../errors/gatheredError.ts';
import { placeSubgraphErrors } from '../errors/placeErrors.ts';
import { copyOf, type MutableObject, mergeObjects } from '../merge/mergeObjects.ts';
import type { EntityGroup, Step } from '../steps/step.ts';
import type { PreparedRequest } from './prepareRequest.ts';

/**
 * Merges a subgraph's answer into the gathered data.
 *
 * @returns the errors that the answer carries
 * @throws CodedError SUBGRAPH_INVALID_ANSWER when it is no GraphQL answer, or not one to this request
 */
export function takeAnswer(
  step: Step,
  request: PreparedRequest,
  answer: unknown,
  data: MutableObject,
  types: TypeRelations,
): readonly GatheredError[] {
  if (!isObject(answer)) throw new CodedError('SUBGRAPH_INVALID_ANSWER');
  const errors = Array.isArray(answer.errors) ? answer.errors : [];
  if (isObject(answer.data)) {
    const { target } = step;
    if (target.kind === 'root') {
      target.rewrite?.(answer.data);
      target.sharing?.apply(answer.data);
      const source = answer.data;
      let places = 0;
      target.walk(data, (object) => mergeObjects(object, places++ === 0 ? source : copyOf(source), types));
    } else {
      target.groups.forEach((group, position) => {
        takeEntities(group, (answer.data as MutableObject)[group.alias], request.sent[position] ?? [], types);
      });
    }
  } else if (errors.length === 0) {
    throw new CodedError('SUBGRAPH_INVALID_ANSWER');
  }
  return errors.length === 0 ? [] : placeSubgraphErrors(step, errors, data, request.sent);
}

function takeEntities(
  group: EntityGroup,
  entities: unknown,
  places: readonly (readonly MutableObject[])[],
  types: TypeRelations,
): void {
  if (entities === null || entities === undefined) return;
  if (!Array.isArray(entities) || entities.length !== places.length) throw new CodedError('SUBGRAPH_INVALID_ANSWER');
  // Rewrites come first, since they may tell objects apart that looked equal.
  if (group.rewrite) for (const entity of entities) if (isObject(entity)) group.rewrite(entity);
  group.sharing?.apply(entities);
  for (let position = 0; position < places.length; position++) {
    const entity: unknown = entities[position];
    if (!isObject(entity)) continue;
    const objects = places[position] as readonly MutableObject[];
    for (let place = 0; place < objects.length; place++) {
      // The first place takes the subgraph's objects; the others share them unless that could be seen.
      const source = place > 0 && group.copies ? copyOf(entity) : entity;
      mergeObjects(objects[place] as MutableObject, source, types);
    }
  }
}

function isObject(value: unknown): value is MutableObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
