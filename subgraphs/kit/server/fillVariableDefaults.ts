import {
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  typeFromAST,
  type VariableDefinitionNode,
  valueFromAST,
} from 'graphql';

type Variables = Record<string, unknown>;
type Fill = (variables: Variables) => Variables;

const known = new WeakMap<DocumentNode, Fill | null>();

/**
 * Fills in the defaults of variables and of input fields that a request leaves out, where their type is non-null. The
 * compiled executor refuses such requests from the second execution of a document on, while the specification lets a
 * default stand in (section 5.6.4); graphql-js, which runs the first, does so.
 *
 * @returns undefined where nothing of the document's variables has such a default: they stay as they are
 */
export function fillVariableDefaults(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Variables,
): Variables | undefined {
  let fill = known.get(document);
  if (fill === undefined) {
    fill = fillerOf(schema, document);
    known.set(document, fill);
  }
  return fill?.(variables);
}

function fillerOf(schema: GraphQLSchema, document: DocumentNode): Fill | null {
  const definitions = document.definitions
    .filter((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION)
    .flatMap(({ variableDefinitions }) => variableDefinitions ?? [])
    .flatMap((node) => inputOf(schema, node) ?? []);
  if (!definitions.some(({ node, type }) => node.defaultValue || hasDefaults(type))) return null;
  return (variables) => {
    const filled = { ...variables };
    for (const { name, node, type } of definitions) {
      const given = filled[name];
      if (given !== undefined) filled[name] = fillValue(type, given);
      else if (node.defaultValue) filled[name] = valueFromAST(node.defaultValue, type);
    }
    return filled;
  };
}

function inputOf(schema: GraphQLSchema, node: VariableDefinitionNode) {
  const type = typeFromAST(schema, node.type as never) as GraphQLInputType | undefined;
  return type && isInputType(type) ? { name: node.variable.name.value, node, type } : undefined;
}

function hasDefaults(type: GraphQLInputType, seen = new Set<GraphQLInputType>()): boolean {
  if (isNonNullType(type) || isListType(type)) return hasDefaults(type.ofType, seen);
  if (!isInputObjectType(type) || seen.has(type)) return false;
  seen.add(type);
  return Object.values(type.getFields()).some(
    (field) => (field.defaultValue !== undefined && isNonNullType(field.type)) || hasDefaults(field.type, seen),
  );
}

function fillValue(type: GraphQLInputType, value: unknown): unknown {
  if (isNonNullType(type)) return fillValue(type.ofType, value);
  if (isListType(type)) return Array.isArray(value) ? value.map((one) => fillValue(type.ofType, one)) : value;
  if (!isInputObjectType(type) || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const filled: Variables = { ...value };
  for (const field of Object.values(type.getFields())) {
    const given = filled[field.name];
    if (given !== undefined) filled[field.name] = fillValue(field.type, given);
    else if (field.defaultValue !== undefined) filled[field.name] = field.defaultValue;
  }
  return filled;
}
