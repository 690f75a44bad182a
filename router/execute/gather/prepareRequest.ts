import type { SentEntities } from '../errors/placeErrors.ts';
import type { MutableObject } from '../merge/mergeObjects.ts';
import type { EntityGroup, Step } from '../steps/step.ts';
import type { LostField } from './lostFields.ts';

/** A subgraph request, ready to travel, and what its answer is for. */
export interface PreparedRequest {
  /** Begins the body; variables follow. */
  readonly head: string;
  readonly body: string;
  readonly sent: SentEntities;
  /** Fields that were left out after they had failed. */
  readonly lost: readonly LostField[];
  /** Whether it asks for such fields, of each entity by itself. */
  readonly isLookUp: boolean;
}

const none: readonly LostField[] = [];

/**
 * Prepares the request of a step from the data gathered so far; undefined when there is nothing to ask for.
 * Equal representations travel once and stand for all their objects.
 */
export function prepareRequest(
  step: Step,
  data: MutableObject,
  variables: Readonly<Record<string, unknown>>,
): PreparedRequest | undefined {
  const { target, head } = step;
  if (target.kind === 'root') {
    if (target.path.length > 0 && !hasObjects(target.walk, data)) return undefined;
    return {
      head,
      body: `${head}${variablesText(step.variableUsages, variables, '')}}}`,
      sent: [],
      lost: none,
      isLookUp: false,
    };
  }
  let text = '';
  let total = 0;
  const sent = target.groups.map((group) => {
    const { representations, objects } = representationsOf(step, group, data);
    text += `${text === '' ? '' : ','}"${group.variable}":[${representations.join(',')}]`;
    total += representations.length;
    return objects;
  });
  if (total === 0) return undefined;
  return {
    head,
    body: `${head}${variablesText(step.variableUsages, variables, text)}}}`,
    sent,
    lost: none,
    isLookUp: false,
  };
}

function hasObjects(walk: (root: unknown, visit: () => void) => void, data: MutableObject): boolean {
  let found = false;
  walk(data, () => {
    found = true;
  });
  return found;
}

function representationsOf(step: Step, group: EntityGroup, data: MutableObject) {
  const positions = new Map<string, number>();
  const representations: string[] = [];
  const objects: MutableObject[][] = [];
  // Where equal objects are one, they are met again and again on the way; each is represented once.
  const represented = step.meetsShared ? new Set<MutableObject>() : undefined;
  for (const walk of group.walks) {
    const visit = (object: MutableObject): void => {
      if (represented) {
        if (represented.has(object)) return;
        represented.add(object);
      }
      const text = group.represent(object);
      if (text === undefined) return;
      const position = positions.get(text);
      if (position === undefined) {
        positions.set(text, representations.length);
        representations.push(text);
        objects.push([object]);
      } else {
        objects[position]?.push(object);
      }
    };
    walk(data, visit, represented && []);
  }
  return { representations, objects };
}

/** The members of `variables`: what is there already, then those that the operation uses and the client gave. */
function variablesText(
  usages: readonly string[],
  variables: Readonly<Record<string, unknown>>,
  representations: string,
): string {
  let text = representations;
  for (const name of usages) {
    const value = JSON.stringify(variables[name]);
    if (value !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${value}`;
  }
  return text;
}
