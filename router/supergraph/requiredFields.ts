import { type DocumentNode, type FieldNode, Kind, parse, print } from 'graphql';
import { subgraphsOf } from './subgraphsOf.ts';

/** One outermost field of a `@requires` field set. */
export interface RequiredField {
  readonly name: string;
  /** The field with its arguments, e.g. `rate(kind: 2)`. */
  readonly text: string;
}

/** What a subgraph must be sent before it can answer a field. */
export interface RequiredFields {
  of(service: string, type: string, field: string): readonly RequiredField[];
  /** Names of all fields that any `@requires` names, at any depth. */
  readonly names: ReadonlySet<string>;
}

/** Reads `@requires` from `@join__field` (https://specs.apollo.dev/join/v0.3/#@field). */
export function requiredFieldsOf(supergraph: DocumentNode): RequiredFields {
  const subgraphs = subgraphsOf(supergraph);
  const found = new Map<string, readonly RequiredField[]>();
  const names = new Set<string>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const field of definition.fields ?? []) {
      for (const directive of field.directives ?? []) {
        const value = (name: string) => directive.arguments?.find((argument) => argument.name.value === name)?.value;
        const graph = value('graph');
        const requires = value('requires');
        if (directive.name.value !== 'join__field' || graph?.kind !== Kind.ENUM || requires?.kind !== Kind.STRING)
          continue;
        const service = subgraphs.get(graph.value)?.name;
        for (const [name] of requires.value.replace(/\([^)]*\)/g, '').matchAll(/\w+/g)) names.add(name);
        found.set(`${service} ${definition.name.value}.${field.name.value}`, outermostFields(requires.value));
      }
    }
  }
  return { names, of: (service, type, field) => found.get(`${service} ${type}.${field}`) ?? [] };
}

function outermostFields(fieldSet: string): RequiredField[] {
  const [definition] = parse(`{${fieldSet}}`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return [];
  return definition.selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD ? [{ name: selection.name.value, text: fieldText(selection) }] : [],
  );
}

/** A field with its arguments, without alias and selection. */
export function fieldText(field: FieldNode): string {
  if (!field.arguments?.length) return field.name.value;
  return print({ ...field, alias: undefined, selectionSet: undefined, directives: [] });
}
