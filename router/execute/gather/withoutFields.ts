import { Kind, type SelectionNode, type SelectionSetNode } from 'graphql';
import { parseSubgraphOperation, type SubgraphOperation } from '../../plan/parseSubgraphOperation.ts';
import { spreadOut, textOf } from '../../plan/partsOf.ts';

/** Keys of fields on the way from the root of an operation. */
type Keys = readonly string[];

/** The operation of a request, whose fragments stand where they were spread. */
export function operationOfHead(head: string): SubgraphOperation['operation'] {
  const { query } = JSON.parse(`${head}}}`) as { readonly query: string };
  const { operation, fragments } = parseSubgraphOperation(query);
  return { ...operation, selectionSet: spreadOut(operation.selectionSet, fragments) };
}

/** How the body of a request begins that asks this; its variables follow. */
export function headOf(text: string): string {
  return `{"query":${JSON.stringify(text)},"variables":{`;
}

/** The head of a request without some of its fields; undefined where it has none of them. */
export function headWithoutFields(head: string, fields: readonly Keys[]): string | undefined {
  const operation = operationOfHead(head);
  const text = textOf(operation, without(operation.selectionSet, fields));
  return text === textOf(operation, operation.selectionSet) ? undefined : headOf(text);
}

const typename: SelectionNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

function without(set: SelectionSetNode, fields: readonly Keys[]): SelectionSetNode {
  const selections = set.selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return [{ ...selection, selectionSet: without(selection.selectionSet, fields) }];
    }
    const key = (selection.alias ?? selection.name).value;
    const inner = fields.flatMap((keys) => (keys[0] === key ? [keys.slice(1)] : []));
    if (inner.some((keys) => keys.length === 0)) return [];
    const { selectionSet } = selection;
    return [
      inner.length > 0 && selectionSet ? { ...selection, selectionSet: without(selectionSet, inner) } : selection,
    ];
  });
  return { ...set, selections: selections.length > 0 ? selections : [typename] };
}
