import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from 'graphql';

/** Root fields of one query. */
const rootsEach = 2;
const depthAtMost = 5;
/** Of one object: leaves, and fields that lead on. */
const leavesEach = 6;
const branchesEach = 2;

/**
 * Texts of queries such as clients send: some root fields each, what is below them, a fragment, and variables where a field
 * demands an argument. They are valid against the schema and are for planning only.
 */
export function representativeQueries(schema: GraphQLSchema, atMost: number): readonly string[] {
  const root = schema.getQueryType();
  if (!root) return [];
  const roots = Object.values(root.getFields()).filter(({ type }) => !isLeafType(getNamedType(type)));
  const queries: string[] = [];
  for (let first = 0; first < roots.length && queries.length < atMost; first += rootsEach) {
    queries.push(queryOf(root, roots.slice(first, first + rootsEach)));
  }
  return queries;
}

function queryOf(root: GraphQLObjectType, fields: readonly Field[]): string {
  const variables: string[] = [];

  function fieldText({ name, args, type }: Field, depth: number): string {
    const given = args.filter(isRequiredArgument).map((argument) => {
      variables.push(`$v${variables.length}: ${argument.type}`);
      return `${argument.name}: $v${variables.length - 1}`;
    });
    const call = given.length > 0 ? `${name}(${given.join(', ')})` : name;
    return isLeafType(getNamedType(type)) ? call : `${call} { ${selectionOf(type, depth + 1).join(' ')} }`;
  }

  function selectionOf(type: GraphQLOutputType, depth: number): readonly string[] {
    const named = getNamedType(type);
    if (isUnionType(named)) {
      const [member] = named.getTypes();
      return ['__typename', ...(member ? [`... on ${member.name} { ${selectionOf(member, depth).join(' ')} }`] : [])];
    }
    if (!isObjectType(named) && !isInterfaceType(named)) return [];
    const inner = Object.values(named.getFields());
    const leaves = inner.filter((field) => isLeafType(getNamedType(field.type)));
    const branches = inner.filter((field) => !isLeafType(getNamedType(field.type)));
    return [
      '__typename',
      ...leaves.slice(0, leavesEach).map((field) => fieldText(field, depth)),
      ...(depth < depthAtMost ? branches.slice(0, branchesEach).map((field) => fieldText(field, depth)) : []),
    ];
  }

  const selections = fields.map((field) => fieldText(field, 0));
  const signature = variables.length > 0 ? `(${variables.join(', ')})` : '';
  return `query WarmUp${signature} { ...Roots } fragment Roots on ${root.name} { ${selections.join(' ')} }`;
}

type Field = GraphQLField<unknown, unknown>;
