import type { EventSource, ExecutionRequest } from '../compiledOperation.ts';
import { type GatheredError, readSubgraphError } from '../errors/gatheredError.ts';
import { gatherData } from '../gather/gatherData.ts';
import type { GatherContext } from '../gather/gathering.ts';
import { type MutableObject, mergeObjects } from '../merge/mergeObjects.ts';
import type { EventStep } from './buildEventStep.ts';
import { completeFromEvent } from './eventData.ts';

/**
 * Fills the root field of a subscription for one event: from the subgraph's own frame, or from the entity that the
 * event names, and only where the event does not tell all, from the owning subgraph.
 */
export async function gatherEvent(
  context: GatherContext,
  event: EventStep,
  request: ExecutionRequest,
  source: EventSource,
  data: MutableObject,
  errors: GatheredError[],
): Promise<void> {
  if (source.kind === 'frame') {
    takeFrame(event, source.frame, data, errors, context);
    return;
  }
  const { representation } = source;
  if (representation === null) {
    data[event.key] = null;
    return;
  }
  const { fragments } = event;
  const selectionContext = { fragments, types: context.types, variables: request.variables };
  const complete =
    event.field.selectionSet && completeFromEvent(event.field.selectionSet, representation, selectionContext);
  if (complete) {
    data[event.key] = complete;
    return;
  }
  const place: MutableObject = { __typename: representation.__typename };
  data[event.key] = place;
  await gatherData({ ...context, steps: [event.hydrationOf(representation)] }, request, data, errors);
  // Nothing came: the entity is no more, or the error that says why is there already.
  if (Object.keys(place).length === 1) data[event.key] = null;
}

function takeFrame(
  event: EventStep,
  frame: { readonly data?: unknown; readonly errors?: unknown },
  data: MutableObject,
  errors: GatheredError[],
  context: GatherContext,
): void {
  if (typeof frame.data === 'object' && frame.data !== null) {
    mergeObjects(data, structuredClone(frame.data) as MutableObject, context.types);
  }
  if (!Array.isArray(frame.errors)) return;
  for (const raw of frame.errors) errors.push({ ...readSubgraphError(raw), service: event.service });
}
