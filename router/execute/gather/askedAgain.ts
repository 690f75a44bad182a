import type { MutableObject } from '../merge/mergeObjects.ts';
import type { Step } from '../steps/step.ts';
import { type EntityFacts, lookUpOf } from './lookUp.ts';
import { type IsAsked, keysOf, type LostField, lostFields } from './lostFields.ts';
import { type PreparedRequest, prepareRequest } from './prepareRequest.ts';
import { headWithoutFields } from './withoutFields.ts';

/** Fields that a step leaves out when it asks again, at most. */
const lostAtMost = 3;

/**
 * The request of a step once more, without the fields that failed, took something along and are not the client's; undefined
 * where there are none. It is asked where something has failed only, so that nothing is fetched apart as long as all goes well.
 */
export function askedAgain(
  step: Step,
  { head, body, sent, lost, isLookUp }: PreparedRequest,
  answer: { readonly data?: unknown; readonly errors?: unknown },
  isAsked: IsAsked,
): PreparedRequest | undefined {
  if (isLookUp) return undefined;
  const found = new Map(lostFields(step, head, answer, isAsked).map((field) => [keysOf(field.path).join('/'), field]));
  if (found.size === 0 || lost.length + found.size > lostAtMost) return undefined;
  const fields = [...found.values()];
  const smaller = headWithoutFields(
    head,
    fields.map(({ path }) => keysOf(path)),
  );
  if (smaller === undefined) return undefined;
  return { head: smaller, body: smaller + body.slice(head.length), sent, lost: [...lost, ...fields], isLookUp };
}

/** A step that asks for the first of some lost fields which can be looked up, and its request; the others follow it. */
export function lookedUp(
  lost: readonly LostField[],
  data: MutableObject,
  variables: Readonly<Record<string, unknown>>,
  facts: EntityFacts,
): { readonly step: Step; readonly prepared: PreparedRequest } | undefined {
  for (const [index, field] of lost.entries()) {
    const found = lookUpOf(field, data, facts);
    const prepared = found && prepareRequest(found, data, variables);
    if (found && prepared)
      return { step: found, prepared: { ...prepared, lost: lost.slice(index + 1), isLookUp: true } };
  }
  return undefined;
}
