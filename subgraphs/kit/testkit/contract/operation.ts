import { type GraphQLField, type GraphQLSchema, getNamedType, isCompositeType } from 'graphql';
import { type SampleIds, sampleValue } from './sampleValue.ts';
import { selectionOf } from './selectionOf.ts';

/** A root field of a subgraph's SDL. */
export interface RootField {
  readonly kind: 'query' | 'mutation';
  readonly name: string;
  readonly field: GraphQLField<unknown, unknown>;
}

/** What a request needs. */
export interface Operation {
  readonly document: string;
  readonly variables: Record<string, unknown>;
}

/** The root fields that clients ask for; those of federation are left out. */
export function rootFieldsOf(schema: GraphQLSchema): RootField[] {
  const fieldsOf = (kind: RootField['kind'], type = schema.getQueryType()) =>
    Object.values(type?.getFields() ?? {})
      .filter(({ name }) => !name.startsWith('_'))
      .map((field) => ({ kind, name: field.name, field }));
  return [...fieldsOf('query'), ...fieldsOf('mutation', schema.getMutationType() ?? null)];
}

/**
 * Writes an operation that asks for one root field, with values that its types allow.
 *
 * @param given what identifiers to use, which arguments to fill and how deep to select
 */
export function operationOf(
  schema: GraphQLSchema,
  { kind, name, field }: RootField,
  given: { ids?: SampleIds; optional?: boolean; depth?: number; values?: Record<string, unknown> } = {},
): Operation {
  const { ids, optional = false, depth = 1, values = {} } = given;
  const variables: Record<string, unknown> = { ...values };
  const used = field.args.filter((arg) => {
    if (arg.name in values) return true;
    if (arg.name === 'first' || arg.name === 'after') return false;
    const value = sampleValue(arg.name, arg.type, { ids, optional });
    if (value === undefined) return false;
    variables[arg.name] = value;
    return true;
  });
  const declared = used.map((arg) => `$${arg.name}: ${arg.type}`).join(', ');
  const passed = used.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const selection = isCompositeType(getNamedType(field.type)) ? selectionOf(schema, field.type, depth) : '';
  const head = declared === '' ? kind : `${kind} (${declared})`;
  return { document: `${head} { ${name}${passed === '' ? '' : `(${passed})`} ${selection} }`, variables };
}
