import { type DocumentNode, type FieldNode, Kind, type SelectionSetNode } from 'graphql';
import type { ErrorForClient } from '../../execute/compiledOperation.ts';
import { fragmentsOf } from '../../execute/operation/fragmentsOf.ts';
import type { Denial } from '../denials.ts';

/** The fields of a document that a caller does not get, each with the error that says so. */
export type WithheldFields = ReadonlyMap<FieldNode, ErrorForClient>;

/**
 * Turns denials into fields: a denied fragment withholds every field in it, and a denied operation all of its root
 * fields. A field of a named fragment that is denied at one place is withheld at all places.
 */
export function withheldFields(document: DocumentNode, denials: readonly Denial[]): WithheldFields {
  const fragments = fragmentsOf(document);
  const withheld = new Map<FieldNode, ErrorForClient>();

  const withholdSet = ({ selections }: SelectionSetNode, error: ErrorForClient): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        // The name of a type tells nothing that its place in the schema does not tell.
        if (selection.name.value !== '__typename') withheld.set(selection, withheld.get(selection) ?? error);
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (fragment) withholdSet(fragment.selectionSet, error);
    }
  };

  for (const { field, error } of denials) {
    const { node } = field;
    if (node.kind === Kind.FIELD) withheld.set(node, error);
    else if (node.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = fragments.get(node.name.value);
      if (fragment) withholdSet(fragment.selectionSet, error);
    } else withholdSet(node.selectionSet, error);
  }
  return withheld;
}
