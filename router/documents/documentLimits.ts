import { type DocumentNode, Kind, type SelectionSetNode } from 'graphql';
import type { ErrorCode } from '#platform/errors/catalogue.ts';
import { codedErrorForClient } from '../errors/errorForClient.ts';
import type { ErrorForClient } from '../execute/compiledOperation.ts';
import { fragmentsOf } from '../execute/operation/fragmentsOf.ts';
import { repetitionOf } from './repetition.ts';

/** What a document may hold at most; named fragments count at each place that spreads them. */
export interface DocumentLimits {
  /** Of its text, comments included; long values belong into variables. */
  readonly characters: number;
  readonly tokens: number;
  /** Levels of braces, brackets and parentheses, those of values and fragments included. */
  readonly nesting: number;
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
  readonly rootFields: number;
  readonly selections: number;
  /** Times that a field may be named at one place of the answer. */
  readonly repetitions: number;
}

/** What holds where nothing else is said. */
export const defaultDocumentLimits: DocumentLimits = {
  characters: 100_000,
  tokens: 5_000,
  nesting: 100,
  depth: 20,
  aliases: 50,
  directives: 50,
  rootFields: 20,
  selections: 10_000,
  repetitions: 100,
};

/** What a definition amounts to with its fragments spread. */
export interface DocumentSize {
  depth: number;
  aliases: number;
  directives: number;
  fields: number;
  selections: number;
}

const nothing: Readonly<DocumentSize> = {
  depth: 0,
  aliases: 0,
  directives: 0,
  fields: 0,
  selections: 0,
};

/**
 * Says which limits a parsed document exceeds. Runs before validation, whose own cost grows with what is limited
 * here. Each named fragment is measured once, so that nested fragments which double at every level (2^30) cost
 * as little as flat ones; a cycle counts as nothing here and is reported by validation. Fragments that nothing spreads
 * are measured as well, since validation looks at them too. Sums are floating point numbers: they cannot wrap around.
 */
export function exceededLimits(document: DocumentNode, limits: DocumentLimits): ErrorForClient[] {
  const errors = new Map<ErrorCode, ErrorForClient>();
  const check = (code: ErrorCode, what: string, size: number, limit: number): void => {
    if (size <= limit || errors.has(code)) return;
    errors.set(code, codedErrorForClient(code, `The operation has ${what}: more than ${limit}.`, { limit }));
  };
  for (const { kind, size } of documentSizes(document)) {
    check('LIMIT_DEPTH', 'too many levels', size.depth, limits.depth);
    check('LIMIT_ALIASES', 'too many aliases', size.aliases, limits.aliases);
    check('LIMIT_DIRECTIVES', 'too many directives', size.directives, limits.directives);
    if (kind === Kind.OPERATION_DEFINITION) {
      check('LIMIT_ROOT_FIELDS', 'too many root fields', size.fields, limits.rootFields);
    }
    check('LIMIT_SELECTIONS', 'too many selections with its fragments spread', size.selections, limits.selections);
  }
  // Only what is bounded so far may be walked with its fragments spread.
  if (errors.size === 0) {
    check('LIMIT_REPETITIONS', 'a field too often at one place', repetitionOf(document), limits.repetitions);
  }
  return [...errors.values()];
}

/** The size of every operation and fragment of a document. */
export function documentSizes(
  document: DocumentNode,
): { readonly kind: Kind; readonly size: Readonly<DocumentSize> }[] {
  const fragments = fragmentsOf(document);
  const measured = new Map<string, Readonly<DocumentSize>>();

  const sizeOfFragment = (name: string): Readonly<DocumentSize> => {
    const known = measured.get(name);
    if (known) return known;
    const fragment = fragments.get(name);
    if (!fragment) return nothing;
    measured.set(name, nothing);
    const size = sizeOf(fragment.selectionSet);
    size.directives += fragment.directives?.length ?? 0;
    measured.set(name, size);
    return size;
  };

  const sizeOf = ({ selections }: SelectionSetNode): DocumentSize => {
    const total: DocumentSize = { ...nothing, selections: selections.length };
    for (const selection of selections) {
      total.directives += selection.directives?.length ?? 0;
      let inner = nothing;
      if (selection.kind === Kind.FIELD) {
        inner = selection.selectionSet ? sizeOf(selection.selectionSet) : nothing;
        total.depth = Math.max(total.depth, inner.depth + 1);
        if (selection.alias) total.aliases += 1;
        total.fields += 1;
      } else {
        inner =
          selection.kind === Kind.INLINE_FRAGMENT
            ? sizeOf(selection.selectionSet)
            : sizeOfFragment(selection.name.value);
        total.depth = Math.max(total.depth, inner.depth);
        total.fields += inner.fields;
      }
      total.aliases += inner.aliases;
      total.directives += inner.directives;
      total.selections += inner.selections;
    }
    return total;
  };

  return document.definitions.flatMap((definition): { kind: Kind; size: Readonly<DocumentSize> }[] => {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      return [{ kind: definition.kind, size: sizeOfFragment(definition.name.value) }];
    }
    if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
    const size = sizeOf(definition.selectionSet);
    size.directives += definition.directives?.length ?? 0;
    for (const variable of definition.variableDefinitions ?? []) size.directives += variable.directives?.length ?? 0;
    return [{ kind: definition.kind, size }];
  });
}
