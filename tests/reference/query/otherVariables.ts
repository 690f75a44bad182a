import {
  type ConstValueNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  parse,
  print,
  type VariableDefinitionNode,
  validate,
  visit,
} from 'graphql';
import { createRandom, type Random } from '../world/random.ts';
import type { RandomQuery } from './randomQuery.ts';

/** Stands for a variable that is not given. */
const absent = Symbol('absent');

/** Values of all kinds; most fit no type, or only some. */
const values: readonly unknown[] = [
  absent,
  null,
  0,
  -1,
  1.5,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 53,
  1e300,
  '',
  '1',
  'text',
  'ASC',
  true,
  false,
  [],
  [null],
  [1, 'a'],
  [[1]],
  {},
  { unknown: 1 },
  { name: null },
];

/**
 * The same query with other values of its variables, most of them wrong, or with variables that may be null by their type and
 * have a default instead; undefined for a query without variables.
 */
export function withOtherVariables(schema: GraphQLSchema, asked: RandomQuery, seed: number): RandomQuery | undefined {
  const random = createRandom(seed * 7_919 + 13);
  const document = parse(asked.query, { noLocation: true });
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const definitions = operation?.variableDefinitions ?? [];
  if (definitions.length === 0) return undefined;
  const chosen = random.pick(definitions);
  const name = chosen.variable.name.value;
  const value = random.pick(values);
  const { [name]: _given, ...others } = asked.variables;
  const variables = value === absent ? others : { ...others, [name]: value };
  if (random.chance(0.5)) return { query: asked.query, variables };
  const query = withDefault(document, chosen, asked.variables[name], random);
  return validate(schema, parse(query)).length === 0 ? { query, variables } : { query: asked.query, variables };
}

/** Makes a variable one that may be null and has a default, which by the specification may stand where null may not. */
function withDefault(document: DocumentNode, chosen: VariableDefinitionNode, value: unknown, random: Random): string {
  const type = chosen.type.kind === Kind.NON_NULL_TYPE ? chosen.type.type : chosen.type;
  const literal = constantOf(value ?? random.pick(values) ?? true);
  const changed = { ...chosen, type, ...(literal && { defaultValue: literal }) };
  return print(visit(document, { VariableDefinition: (node) => (node === chosen ? changed : undefined) }));
}

function constantOf(value: unknown): ConstValueNode | undefined {
  switch (typeof value) {
    case 'boolean':
      return { kind: Kind.BOOLEAN, value };
    case 'string':
      return { kind: /^[A-Z]+$/.test(value) ? Kind.ENUM : Kind.STRING, value };
    case 'number':
      return { kind: Number.isInteger(value) ? Kind.INT : Kind.FLOAT, value: String(value) };
    default:
      return undefined;
  }
}
