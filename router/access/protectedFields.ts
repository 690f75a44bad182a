import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getLocation,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { AccessRules, RuledType } from './accessRules.ts';
import { narrow, requirementOfField, requirementOfType } from './fieldRequirement.ts';
import { open, type Requirement } from './requirement.ts';

/** Something protected that an operation asks for. */
export interface ProtectedField {
  /** `Type.field`, or `Type` where a fragment narrows to a protected type. */
  readonly coordinate: string;
  readonly requirement: Requirement;
  readonly location: { readonly line: number; readonly column: number } | undefined;
}

/**
 * Lists what an operation asks for that is protected, each coordinate once, whoever asks.
 *
 * - A field demands what its definition, the type it returns and, when that is an interface, all types behind it demand.
 * - A field chosen on an interface demands what the same field demands on every type the value may have: otherwise the
 *   interface would be a way around them.
 * - A union demands nothing for `__typename`; a fragment that narrows to one of its types demands what the type does.
 * - A field with `@requires` demands what the required fields do, since the router fetches them for it.
 * - `@skip` and `@include` change nothing: a variable must not decide whether a rule is looked at.
 */
export function protectedFields(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  rules: AccessRules,
): readonly ProtectedField[] {
  if (rules.none) return [];
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const found = new Map<string, ProtectedField>();
  const note = (
    coordinate: string,
    requirement: Requirement,
    node: { readonly loc?: FragmentDefinitionNode['loc'] },
  ) => {
    if (requirement === open || found.has(coordinate)) return;
    const location = node.loc && getLocation(node.loc.source, node.loc.start);
    found.set(coordinate, { coordinate, requirement, location });
  };

  const walk = (set: SelectionSetNode, parent: RuledType, possible: ReadonlySet<string>): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const { value } = selection.name;
        const field = parent.fields.get(value);
        if (!field) continue;
        const result = rules.types.get(field.type);
        note(`${parent.name}.${value}`, requirementOfField(rules, parent, possible, value), selection);
        if (selection.selectionSet && result) walk(selection.selectionSet, result, result.possible);
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (!fragment) continue;
      const narrowed = fragment.typeCondition ? rules.types.get(fragment.typeCondition.name.value) : parent;
      if (!narrowed) continue;
      const left = narrow(possible, narrowed);
      if (narrowed !== parent) note(narrowed.name, requirementOfType(rules, narrowed, left), selection);
      walk(fragment.selectionSet, narrowed, left);
    }
  };

  const root = rules.types.get(rules.roots[operation.operation]);
  if (root) {
    note(root.name, root.requirement, operation);
    walk(operation.selectionSet, root, root.possible);
  }
  return [...found.values()];
}
