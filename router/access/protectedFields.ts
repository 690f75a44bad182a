import {
  type DocumentNode,
  type FieldNode,
  type FragmentSpreadNode,
  getLocation,
  type InlineFragmentNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../execute/operation/fragmentsOf.ts';
import type { AccessRules, RuledType } from './accessRules.ts';
import { narrow, requirementOfField, requirementOfType } from './fieldRequirement.ts';
import { both, open, type Requirement } from './requirement.ts';

/** A place of an operation that may be protected. */
export type ProtectedNode = FieldNode | InlineFragmentNode | FragmentSpreadNode | OperationDefinitionNode;

/** Something protected that an operation asks for. */
export interface ProtectedField {
  /** `Type.field`, or `Type` where a fragment narrows to a protected type. */
  readonly coordinate: string;
  /** The type that the field is chosen on. */
  readonly parent: string;
  readonly node: ProtectedNode;
  readonly requirement: Requirement;
  readonly location: { readonly line: number; readonly column: number } | undefined;
}

/**
 * Lists the places of an operation that are protected, whoever asks. A place that is reached in several ways, through a
 * named fragment, demands what all of them demand.
 *
 * - A field demands what its definition, the type it returns and, when that is an interface, all types behind it demand.
 * - A field chosen on an interface demands what the same field demands on every type the value may have: otherwise the
 *   interface would be a way around them.
 * - A union demands nothing for `__typename`; a fragment that narrows to one of its types demands what the type does.
 * - A field with `@requires` demands what the required fields do, since the router fetches them for it; likewise a field
 *   whose arguments come from a context.
 * - `@skip` and `@include` change nothing: a variable must not decide whether a rule is looked at.
 */
export function protectedFields(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  rules: AccessRules,
): readonly ProtectedField[] {
  if (rules.none) return [];
  const fragments = fragmentsOf(document);
  const found = new Map<ProtectedNode, { field: ProtectedField; readonly seen: Set<string> }>();
  const note = (parent: string, coordinate: string, requirement: Requirement, node: ProtectedNode): void => {
    if (requirement === open) return;
    const signature = JSON.stringify(requirement);
    const known = found.get(node);
    if (!known) {
      const location = node.loc && getLocation(node.loc.source, node.loc.start);
      found.set(node, { field: { coordinate, parent, node, requirement, location }, seen: new Set([signature]) });
    } else if (!known.seen.has(signature)) {
      known.seen.add(signature);
      known.field = { ...known.field, requirement: both(known.field.requirement, requirement) };
    }
  };

  const walk = (set: SelectionSetNode, parent: RuledType, possible: ReadonlySet<string>): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const { value } = selection.name;
        const field = parent.fields.get(value);
        if (!field) continue;
        const result = rules.types.get(field.type);
        const requirement = requirementOfField(rules, parent, possible, value);
        note(parent.name, `${parent.name}.${value}`, requirement, selection);
        if (selection.selectionSet && result) walk(selection.selectionSet, result, result.possible);
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (!fragment) continue;
      const narrowed = fragment.typeCondition ? rules.types.get(fragment.typeCondition.name.value) : parent;
      if (!narrowed) continue;
      const left = narrow(possible, narrowed);
      if (narrowed !== parent) {
        note(narrowed.name, narrowed.name, requirementOfType(rules, narrowed, left), selection);
      }
      walk(fragment.selectionSet, narrowed, left);
    }
  };

  const root = rules.types.get(rules.roots[operation.operation]);
  if (root) {
    note(root.name, root.name, root.requirement, operation);
    walk(operation.selectionSet, root, root.possible);
  }
  return [...found.values()].map(({ field }) => field);
}
