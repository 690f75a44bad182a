import type { DocumentNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql';
import { Kind } from 'graphql';
import type { ErrorCode } from '#platform/errors/catalogue.ts';
import { codedErrorForClient } from '../errors/errorForClient.ts';
import type { ErrorForClient } from '../execute/compiledOperation.ts';

/** What a document may hold at most; named fragments count at each place that spreads them. */
export interface DocumentLimits {
  readonly tokens: number;
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly selections: number;
}

export const defaultDocumentLimits: DocumentLimits = {
  tokens: 5_000,
  depth: 20,
  aliases: 50,
  rootFields: 20,
  selections: 10_000,
};

interface Size {
  depth: number;
  aliases: number;
  fields: number;
  selections: number;
}

/**
 * Says which limits a parsed document exceeds. Runs before validation, whose own cost grows with what is limited
 * here. Each named fragment is measured once, so that nested fragments which double at every level (2^30) cost
 * as little as flat ones; a cycle counts as nothing here and is reported by validation.
 */
export function exceededLimits(document: DocumentNode, limits: DocumentLimits): ErrorForClient[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const measured = new Map<string, Size>();
  const nothing: Size = { depth: 0, aliases: 0, fields: 0, selections: 0 };

  const sizeOfFragment = (name: string): Size => {
    const known = measured.get(name);
    if (known) return known;
    const fragment = fragments.get(name);
    if (!fragment) return nothing;
    measured.set(name, nothing);
    const size = sizeOf(fragment.selectionSet);
    measured.set(name, size);
    return size;
  };

  const sizeOf = ({ selections }: SelectionSetNode): Size => {
    const total: Size = { depth: 0, aliases: 0, fields: 0, selections: selections.length };
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const inner = selection.selectionSet ? sizeOf(selection.selectionSet) : nothing;
        total.depth = Math.max(total.depth, inner.depth + 1);
        total.aliases += inner.aliases + (selection.alias ? 1 : 0);
        total.selections += inner.selections;
        total.fields += 1;
        continue;
      }
      const inner =
        selection.kind === Kind.INLINE_FRAGMENT ? sizeOf(selection.selectionSet) : sizeOfFragment(selection.name.value);
      total.depth = Math.max(total.depth, inner.depth);
      total.aliases += inner.aliases;
      total.selections += inner.selections;
      total.fields += inner.fields;
    }
    return total;
  };

  const errors: ErrorForClient[] = [];
  const check = (code: ErrorCode, what: string, size: number, limit: number): void => {
    if (size > limit)
      errors.push(codedErrorForClient(code, `The operation has ${what}: more than ${limit}.`, { limit }));
  };
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const size = sizeOf(definition.selectionSet);
    check('LIMIT_DEPTH', 'too many levels', size.depth, limits.depth);
    check('LIMIT_ALIASES', 'too many aliases', size.aliases, limits.aliases);
    check('LIMIT_ROOT_FIELDS', 'too many root fields', size.fields, limits.rootFields);
    check('LIMIT_SELECTIONS', 'too many selections with its fragments spread', size.selections, limits.selections);
  }
  return errors;
}
