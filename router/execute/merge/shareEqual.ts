import { type FieldNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';
import { compileObjectAccess, type Shape } from './objectAccess.ts';

/**
 * Makes equal objects of one answer the same object, from the leaves up. A subgraph repeats an entity wherever it is met; of
 * a large answer often a tenth is left, which the later steps then walk, represent, merge and write once, and which is all
 * that has to survive garbage collection while they wait.
 *
 * Only objects of one selection are compared, so that what a later step does with one it does with all of them.
 */
export interface Sharing {
  /** Replaces equal objects below a value by one of them, in place. */
  apply(value: unknown): void;
  /** Paths of keys, below that value, at which objects may be shared. */
  readonly paths: readonly (readonly string[])[];
}

/** What sharing needs to know of the operation and of the supergraph. */
export interface SharingContext {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Names of fields that are part of some entity key. */
  readonly keyNames: ReadonlySet<string>;
  /** Whether `new Function` may be used. */
  readonly generateCode: boolean;
}

/** Objects found so far in one answer, per node of the selection. */
type Tables = (Map<unknown, Shape[]> | undefined)[];

/** Gives the object that stands for all equal ones: itself, unless it has met its equal. */
type Replace = (value: Shape, tables: Tables) => Shape;

/** Candidates under one key value; more would make the search for an equal one slow. */
const candidatesAtMost = 8;
/** Objects after which a selection whose objects are hardly ever equal is left alone. */
const trialObjects = 2_000;

/** Compiles sharing for the objects below a selection; undefined where nothing could be shared. */
export function compileSharing(set: SelectionSetNode, context: SharingContext): Sharing | undefined {
  const paths: (readonly string[])[] = [];
  let nodes = 0;

  function below(selections: SelectionSetNode, path: readonly string[]): ((object: Shape, tables: Tables) => void)[] {
    return compositesOf(selections, context.fragments).map(({ key, inner }) => {
      const replace = replacer(inner, [...path, key]);
      return (object, tables) => {
        const value = object[key];
        if (typeof value !== 'object' || value === null) return;
        const replaced = replaceIn(value, replace, tables);
        if (replaced !== value) (object as Record<string, unknown>)[key] = replaced;
      };
    });
  }

  function replacer(selections: SelectionSetNode, path: readonly string[]): Replace {
    const children = below(selections, path);
    const fields = plainFieldsOf(selections);
    const key = fields?.find((field) => !field.selectionSet && context.keyNames.has(field.name.value));
    const visit = (object: Shape, tables: Tables): void => {
      for (const child of children) child(object, tables);
    };
    if (fields === undefined || key === undefined) {
      return (object, tables) => {
        visit(object, tables);
        return object;
      };
    }
    paths.push(path);
    const names = [...new Set(fields.map(responseKey))];
    return tableReplacer(nodes++, compileObjectAccess(responseKey(key), names, context.generateCode), visit);
  }

  const children = below(set, []);
  if (paths.length === 0) return undefined;
  return {
    paths,
    apply(value) {
      const tables: Tables = new Array(nodes);
      for (const object of Array.isArray(value) ? value : [value]) {
        if (typeof object === 'object' && object !== null) for (const child of children) child(object, tables);
      }
    },
  };
}

function tableReplacer(
  node: number,
  access: ReturnType<typeof compileObjectAccess>,
  visit: (object: Shape, tables: Tables) => void,
): Replace {
  let met = 0;
  let equal = 0;
  return (object, tables) => {
    visit(object, tables);
    if (met > trialObjects && equal * 8 < met) return object;
    met++;
    let table = tables[node];
    if (table === undefined) {
      table = new Map();
      tables[node] = table;
    }
    const key = access.key(object);
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

/** Fields with selections, fragments looked through; none where one key is selected in two places. */
function compositesOf(set: SelectionSetNode, fragments: SharingContext['fragments']) {
  const found = new Map<string, SelectionSetNode | undefined>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        if (!selection.selectionSet) continue;
        const key = responseKey(selection);
        found.set(key, found.has(key) ? undefined : selection.selectionSet);
      } else {
        const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        if (inner) collect(inner.selectionSet);
      }
    }
  };
  collect(set);
  return [...found].flatMap(([key, inner]) => (inner ? [{ key, inner }] : []));
}

/** The fields of a selection without fragments; with them, objects of one place may have different fields. */
function plainFieldsOf(set: SelectionSetNode): readonly FieldNode[] | undefined {
  const fields = set.selections.filter((selection) => selection.kind === Kind.FIELD);
  return fields.length === set.selections.length ? fields : undefined;
}

function responseKey(field: FieldNode): string {
  return (field.alias ?? field.name).value;
}
