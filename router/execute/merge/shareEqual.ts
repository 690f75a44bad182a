import { type FieldNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';
import { compileObjectAccess, type Shape } from './objectAccess.ts';
import type { SharedNode } from './readShared.ts';

/**
 * Makes equal objects of one answer the same object, from the leaves up. A subgraph repeats an entity wherever it is met; of
 * a large answer often a tenth is left, which the later steps then walk, represent, merge and write once, and which is all
 * that has to survive garbage collection while they wait.
 *
 * Only objects of one selection are compared, so that what a later step does with one it does with all of them. Where another
 * step brings more of the same objects, by their positions in what is around them, they are left apart: objects that look equal
 * in one answer need not be equal in the other.
 */
export interface Sharing {
  /** Replaces equal objects below a value by one of them, in place. */
  apply(value: unknown): void;
  /** Paths of keys, below that value, at which objects may be shared. */
  readonly paths: readonly (readonly string[])[];
  /** The same for whoever reads the text of an answer. */
  readonly node: SharedNode;
}

/** What sharing needs to know of the operation and of the supergraph. */
export interface SharingContext {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Names of fields that are part of some entity key. */
  readonly keyNames: ReadonlySet<string>;
  /** Whether `new Function` may be used. */
  readonly generateCode: boolean;
  /** Whether another step brings objects at that path of keys, too. */
  readonly isBroughtElsewhere?: (path: readonly string[]) => boolean;
}

/** Objects found so far in one answer, per node of the selection. */
type Tables = (Map<unknown, Shape[]> | undefined)[];

/** Gives the object that stands for all equal ones: itself, unless it has met its equal. */
type Replace = (value: Shape, tables: Tables) => Shape;

/** Replaces what is below an object. */
type Visit = (object: Shape, tables: Tables) => void;

/** Candidates under one key value; more would make the search for an equal one slow. */
const candidatesAtMost = 8;
/** Objects after which a selection whose objects are hardly ever equal is left alone. */
const trialObjects = 2_000;

/** Compiles sharing for the objects below a selection; undefined where nothing could be shared. */
export function compileSharing(set: SelectionSetNode, context: SharingContext): Sharing | undefined {
  const paths: (readonly string[])[] = [];
  let nodes = 0;

  function below(
    fields: ReadonlyMap<string, FieldNode[]>,
    path: readonly string[],
    found: Map<string, SharedNode>,
  ): Visit[] {
    return [...fields].flatMap(([key, nodes]) => {
      const inner = selectionBelow(nodes);
      if (inner === undefined) return [];
      const { replace, node } = replacer(inner, [...path, key]);
      found.set(key, node);
      return (object: Shape, tables: Tables) => {
        const value = object[key];
        if (typeof value !== 'object' || value === null) return;
        const replaced = replaceIn(value, replace, tables);
        if (replaced !== value) (object as Record<string, unknown>)[key] = replaced;
      };
    });
  }

  function replacer(selections: SelectionSetNode, path: readonly string[]): { replace: Replace; node: SharedNode } {
    const fields = fieldsOf(selections, context.fragments);
    const found = new Map<string, SharedNode>();
    const children = below(fields, path, found);
    const key = [...fields].find(
      ([, [field]]) => field && !field.selectionSet && context.keyNames.has(field.name.value),
    );
    const visit: Visit = (object, tables) => {
      for (const child of children) child(object, tables);
    };
    if (key === undefined || context.isBroughtElsewhere?.(path)) {
      const replace: Replace = (object, tables) => {
        visit(object, tables);
        return object;
      };
      return { replace, node: { shared: false, fields: found } };
    }
    paths.push(path);
    const access = compileObjectAccess(key[0], [...fields.keys()], context.generateCode);
    return { replace: tableReplacer(nodes++, access, visit), node: { shared: true, fields: found } };
  }

  const found = new Map<string, SharedNode>();
  const children = below(fieldsOf(set, context.fragments), [], found);
  if (paths.length === 0) return undefined;
  return {
    paths,
    node: { shared: false, fields: found },
    apply(value) {
      const tables: Tables = new Array(nodes);
      for (const object of Array.isArray(value) ? value : [value]) {
        if (typeof object === 'object' && object !== null) for (const child of children) child(object, tables);
      }
    },
  };
}

function tableReplacer(node: number, access: ReturnType<typeof compileObjectAccess>, visit: Visit): Replace {
  let met = 0;
  let equal = 0;
  return (object, tables) => {
    if (met > trialObjects && equal * 8 < met) {
      visit(object, tables);
      return object;
    }
    let table = tables[node];
    if (table === undefined) {
      table = new Map();
      tables[node] = table;
    }
    const key = access.key(object);
    // Whoever read the text may have found out already.
    if (table.get(key)?.includes(object)) {
      met++;
      equal++;
      return object;
    }
    visit(object, tables);
    met++;
    const candidates = table.get(key);
    if (candidates === undefined) {
      table.set(key, [object]);
      return object;
    }
    for (const candidate of candidates) {
      if (access.same(candidate, object)) {
        equal++;
        return candidate;
      }
    }
    if (candidates.length < candidatesAtMost) candidates.push(object);
    return object;
  };
}

function replaceIn(value: object, replace: Replace, tables: Tables): object {
  if (!Array.isArray(value)) return replace(value as Shape, tables);
  for (let index = 0; index < value.length; index++) {
    const item: unknown = value[index];
    if (typeof item !== 'object' || item === null) continue;
    const replaced = replaceIn(item, replace, tables);
    if (replaced !== item) value[index] = replaced;
  }
  return value;
}

/**
 * All fields that a selection may bring, by response key, fragments looked through. Objects of different types have some of
 * them each; where all are identical, missing ones included, so are the objects.
 */
function fieldsOf(set: SelectionSetNode, fragments: SharingContext['fragments']): ReadonlyMap<string, FieldNode[]> {
  const found = new Map<string, FieldNode[]>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        found.set(key, [...(found.get(key) ?? []), selection]);
      } else {
        const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        if (inner) collect(inner.selectionSet);
      }
    }
  };
  collect(set);
  return found;
}

/** What is selected below a field, by all its occurrences; undefined for a leaf. */
function selectionBelow(fields: readonly FieldNode[]): SelectionSetNode | undefined {
  const selections = fields.flatMap(({ selectionSet }) => selectionSet?.selections ?? []);
  return selections.length === 0 ? undefined : { kind: Kind.SELECTION_SET, selections };
}
