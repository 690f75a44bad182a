import { type DocumentNode, Kind, type SelectionSetNode } from 'graphql';
import { fragmentsOf } from '../execute/operation/fragmentsOf.ts';

/** All places of a document that answer under one path, merged. */
interface Place {
  times: number;
  readonly inner: Map<string, Place>;
}

/**
 * How often a document names a field at one and the same place of the answer, at most, with its fragments spread. Validation
 * compares the fields of a place two by two (specification, section 5.3.2), so its work grows with the square of this.
 *
 * Walks each operation with its fragments spread: the caller has bounded that by the limit of selections.
 */
export function repetitionOf(document: DocumentNode): number {
  const fragments = fragmentsOf(document);
  const reached = new Set<string>();
  const underway = new Set<string>();
  let most = 0;

  const walk = ({ selections }: SelectionSetNode, places: Map<string, Place>): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        let place = places.get(key);
        if (!place) {
          place = { times: 0, inner: new Map() };
          places.set(key, place);
        }
        place.times++;
        most = Math.max(most, place.times);
        if (selection.selectionSet) walk(selection.selectionSet, place.inner);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        walk(selection.selectionSet, places);
      } else {
        walkFragment(selection.name.value, places);
      }
    }
  };

  const walkFragment = (name: string, places: Map<string, Place>): void => {
    const fragment = fragments.get(name);
    if (!fragment || underway.has(name)) return;
    reached.add(name);
    underway.add(name);
    walk(fragment.selectionSet, places);
    underway.delete(name);
  };

  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) walk(definition.selectionSet, new Map());
  }
  for (const name of fragments.keys()) if (!reached.has(name)) walkFragment(name, new Map());
  return most;
}
