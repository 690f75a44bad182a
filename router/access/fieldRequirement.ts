import { Kind, type SelectionSetNode } from 'graphql';
import type { AccessRules, RuledField, RuledType } from './accessRules.ts';
import { both, open, type Requirement, withoutArguments } from './requirement.ts';

const none: ReadonlySet<string> = new Set();

/** The object types that remain possible where a fragment narrows to `type`. */
export function narrow(possible: ReadonlySet<string>, type: RuledType): ReadonlySet<string> {
  return new Set([...possible].filter((name) => type.possible.has(name)));
}

/** What a value of a type demands, when it may be one of the `possible` object types. */
export function requirementOfType(
  rules: AccessRules,
  type: RuledType | undefined,
  possible: ReadonlySet<string>,
): Requirement {
  if (!type) return open;
  let requirement = type.requirement;
  if (type.kind === 'interface') {
    for (const name of possible) requirement = both(requirement, rules.types.get(name)?.requirement ?? open);
  }
  return requirement;
}

/** What a field demands when it is chosen on `parent`; `underway` ends cycles of `@requires`. */
export function requirementOfField(
  rules: AccessRules,
  parent: RuledType,
  possible: ReadonlySet<string>,
  name: string,
  underway: ReadonlySet<RuledField> = new Set(),
): Requirement {
  const places = [parent.fields.get(name)];
  if (parent.kind === 'interface') {
    for (const type of possible) places.push(rules.types.get(type)?.fields.get(name));
  }
  for (const each of parent.interfaces) {
    const type = rules.types.get(each);
    if (type?.interfaceObject) places.push(type.fields.get(name));
  }
  let requirement = open;
  for (const field of places) {
    if (!field || underway.has(field)) continue;
    const result = rules.types.get(field.type);
    requirement = both(
      requirement,
      both(field.requirement, requirementOfType(rules, result, result?.possible ?? none)),
    );
    const fetched = (from: RuledType, objects: ReadonlySet<string>, set: SelectionSetNode): void => {
      const needed = requirementOfSet(rules, from, objects, set, new Set([...underway, field]));
      requirement = both(requirement, withoutArguments(needed));
    };
    for (const set of field.requires) fetched(parent, possible, set);
    for (const { types, selection } of field.fromContext) {
      for (const name of types) {
        const type = rules.types.get(name);
        if (type) fetched(type, type.possible, selection);
      }
    }
  }
  return requirement;
}

function requirementOfSet(
  rules: AccessRules,
  parent: RuledType,
  possible: ReadonlySet<string>,
  set: SelectionSetNode,
  underway: ReadonlySet<RuledField>,
): Requirement {
  let requirement = open;
  for (const selection of set.selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
    if (selection.kind === Kind.FIELD) {
      const name = selection.name.value;
      requirement = both(requirement, requirementOfField(rules, parent, possible, name, underway));
      const result = rules.types.get(parent.fields.get(name)?.type ?? '');
      if (!selection.selectionSet || !result) continue;
      requirement = both(
        requirement,
        requirementOfSet(rules, result, result.possible, selection.selectionSet, underway),
      );
      continue;
    }
    const narrowed = selection.typeCondition ? rules.types.get(selection.typeCondition.name.value) : parent;
    if (!narrowed) continue;
    const left = narrow(possible, narrowed);
    requirement = both(requirement, requirementOfType(rules, narrowed, left));
    requirement = both(requirement, requirementOfSet(rules, narrowed, left, selection.selectionSet, underway));
  }
  return requirement;
}
