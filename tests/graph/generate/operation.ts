import type { GraphQLField, GraphQLSchema, OperationTypeNode } from 'graphql';
import type { Random } from '#tests/reference/world/random.ts';
import { fieldText } from './selection.ts';
import { type Variable, Variables } from './variables.ts';

/** An operation with one root field, whose arguments at every depth are variables. */
export interface GeneratedOperation {
  readonly kind: `${OperationTypeNode}`;
  /** The root field, e.g. `leads`. */
  readonly rootField: string;
  readonly text: string;
  readonly variables: readonly Variable[];
}

/** What operations are made of. */
export interface OperationOptions {
  readonly schema: GraphQLSchema;
  readonly random: Random;
  /** Coordinates that were selected before. */
  readonly seen: Set<string>;
  /** Deepest nesting of fields; 7 unless given. */
  readonly depth?: number;
  /** Fields that lead on from one object, at most; 4 unless given. */
  readonly width?: number;
}

/** Writes an operation of one root field. */
export function operationOf(
  kind: `${OperationTypeNode}`,
  field: GraphQLField<unknown, unknown>,
  { schema, random, seen, depth = 7, width = 4 }: OperationOptions,
): GeneratedOperation {
  const variables = new Variables();
  const parent = kind[0]!.toUpperCase() + kind.slice(1);
  const body = fieldText(field, parent, { schema, random, variables, seen, depth, width });
  const text = `${kind} Generated${variables.definitions} { ${body} }`;
  return { kind, rootField: field.name, text, variables: variables.all };
}
