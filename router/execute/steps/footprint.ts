import { type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';
import type { FlattenPath, RequiresSelection, Rewrite } from '../../plan/planNodes.ts';

/**
 * What a step reads from and writes to the gathered data, as key paths without list indices and type conditions
 * (`topProducts/reviews/author`). Coarser than the truth, never finer: two steps that touch the same data share a path.
 */
export interface Footprint {
  readonly reads: ReadonlySet<string>;
  readonly writes: ReadonlySet<string>;
  /** Those of the written paths that hold objects. */
  readonly objects: ReadonlySet<string>;
  /** Where the step's objects are. */
  readonly places: readonly string[];
}

/** One group of places with what is read there and what the subgraph answers for them. */
export interface FootprintPart {
  readonly paths: readonly FlattenPath[];
  readonly requires: readonly RequiresSelection[];
  readonly selectionSet: SelectionSetNode;
  readonly outputRewrites: readonly Rewrite[] | undefined;
}

/** The footprint of a step with these parts; `fragments` are those of its operation. */
export function footprintOf(
  parts: readonly FootprintPart[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Footprint {
  const reads = new Set<string>();
  const writes = new Set<string>();
  const objects = new Set<string>();
  const places: string[] = [];
  for (const part of parts) {
    const renamed = (part.outputRewrites ?? []).flatMap((rewrite) =>
      'KeyRenamer' in rewrite ? [rewrite.KeyRenamer.renameKeyTo] : [],
    );
    for (const path of part.paths) {
      const place = keysOf(path, reads);
      places.push(place);
      addRequires(part.requires, place, reads);
      addSelections(part.selectionSet, place, fragments, renamed, writes, objects);
    }
  }
  return { reads, writes, objects, places };
}

/** The path as text; each of its prefixes is read on the way. */
function keysOf(path: FlattenPath, reads: Set<string>): string {
  let place = '';
  for (const segment of path) {
    if (segment === '@') continue;
    if ('Field' in segment) {
      place += `/${segment.Field}`;
      reads.add(place);
    } else {
      reads.add(`${place}/__typename`);
    }
  }
  return place;
}

function addRequires(requires: readonly RequiresSelection[], place: string, reads: Set<string>): void {
  reads.add(`${place}/__typename`);
  for (const selection of requires) {
    if (selection.kind === 'InlineFragment') {
      addRequires(selection.selections, place, reads);
    } else {
      reads.add(`${place}/${selection.name}`);
      if (selection.selections?.length) addRequires(selection.selections, `${place}/${selection.name}`, reads);
    }
  }
}

function addSelections(
  set: SelectionSetNode,
  place: string,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  renamed: readonly string[],
  writes: Set<string>,
  objects: Set<string>,
): void {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      const key = (selection.alias ?? selection.name).value;
      for (const name of [key, ...renamed]) writes.add(`${place}/${name}`);
      if (selection.selectionSet) {
        for (const name of [key, ...renamed]) {
          objects.add(`${place}/${name}`);
          addSelections(selection.selectionSet, `${place}/${name}`, fragments, renamed, writes, objects);
        }
      }
    } else {
      const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (inner) addSelections(inner.selectionSet, place, fragments, renamed, writes, objects);
    }
  }
}
