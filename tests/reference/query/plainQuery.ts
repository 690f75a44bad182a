import {
  type DirectiveNode,
  type FieldNode,
  type FormattedExecutionResult,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isObjectType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { RandomQuery } from './randomQuery.ts';

/**
 * The same query said plainly: every `@skip` and `@include` is decided, every fragment stands where it was spread, and a
 * fragment on an object is either part of its selection or gone. By the specification both have the same answer, so an
 * engine that answers them differently is wrong about one of them.
 * https://spec.graphql.org/September2025/#sec-Field-Collection
 */
export function plainQuery(schema: GraphQLSchema, { query, variables }: RandomQuery): RandomQuery {
  const document = parse(query, { noLocation: true });
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)!;
  const fragments = new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
  const values = { ...defaultsOf(operation), ...variables };
  const rewriter = new Rewriter(schema, fragments, values);
  const selectionSet = rewriter.within(schema.getRootType(operation.operation)!, operation.selectionSet);
  return { query: print(withoutUnused({ ...operation, selectionSet })), variables };
}

/** The answer to a plain query, without what stands for selections of which conditions left nothing. */
export function plainAnswer(answer: FormattedExecutionResult): FormattedExecutionResult {
  return { ...answer, ...(answer.data && { data: withoutNothing(answer.data) as Record<string, unknown> }) };
}

const nothing = 'nothing_';

function notEmpty(set: SelectionSetNode): SelectionSetNode {
  if (set.selections.length > 0) return set;
  const name = (value: string) => ({ kind: Kind.NAME, value }) as const;
  return { ...set, selections: [{ kind: Kind.FIELD, alias: name(nothing), name: name('__typename') }] };
}

function withoutNothing(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNothing);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([key]) => key !== nothing);
  return Object.fromEntries(members.map(([key, member]) => [key, withoutNothing(member)]));
}

class Rewriter {
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(
    schema: GraphQLSchema,
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    values: Readonly<Record<string, unknown>>,
  ) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#values = values;
  }

  within(type: GraphQLCompositeType, { selections }: SelectionSetNode): SelectionSetNode {
    return { kind: Kind.SELECTION_SET, selections: selections.flatMap((selection) => this.#plain(type, selection)) };
  }

  #plain(type: GraphQLCompositeType, selection: SelectionNode): readonly SelectionNode[] {
    if (selection.directives?.some((directive) => this.#leavesOut(directive))) return [];
    if (selection.kind === Kind.FIELD) return [this.#field(type, selection)];
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value)! : selection;
    const condition = fragment.typeCondition && this.#schema.getType(fragment.typeCondition.name.value);
    const narrowed = (condition ?? type) as GraphQLCompositeType;
    if (!isObjectType(type)) {
      const inside = this.within(narrowed, fragment.selectionSet);
      const typeCondition = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: narrowed.name } } as const;
      return inside.selections.length === 0
        ? []
        : [{ kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet: inside }];
    }
    const applies = isObjectType(narrowed) ? narrowed === type : this.#schema.isSubType(narrowed, type);
    return applies ? this.within(type, fragment.selectionSet).selections : [];
  }

  #field(type: GraphQLCompositeType, field: FieldNode): FieldNode {
    const definition = isUnionType(type) ? undefined : type.getFields()[field.name.value];
    const inner = definition && getNamedType(definition.type);
    const { selectionSet } = field;
    return {
      ...field,
      directives: [],
      ...(selectionSet && isCompositeType(inner) && { selectionSet: notEmpty(this.within(inner, selectionSet)) }),
    };
  }

  #leavesOut({ name, arguments: args }: DirectiveNode): boolean {
    const condition = args?.[0]?.value;
    const value =
      condition?.kind === Kind.VARIABLE
        ? this.#values[condition.name.value]
        : condition && 'value' in condition && condition.value;
    return name.value === 'skip' ? value === true : name.value === 'include' && value !== true;
  }
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, unknown> {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue?.kind === Kind.BOOLEAN ? [[variable.name.value, defaultValue.value]] : [],
    ),
  );
}

/** Without the variables that nothing uses any more: validation refuses those. */
function withoutUnused(operation: OperationDefinitionNode): OperationDefinitionNode {
  const used = new Set<string>();
  visit(operation.selectionSet, {
    Variable({ name }) {
      used.add(name.value);
    },
  });
  const variableDefinitions = operation.variableDefinitions?.filter(({ variable }) => used.has(variable.name.value));
  return { ...operation, variableDefinitions };
}
