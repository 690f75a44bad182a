import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getNamedType,
  Kind,
  print,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';
import { parseSubgraphOperation } from '../../plan/parseSubgraphOperation.ts';
import type { EntityKeys } from '../../supergraph/entityKeys.ts';
import type { TypeRelations } from '../../supergraph/typeRelations.ts';
import type { EntityRepresentation } from '../compiledOperation.ts';
import { compileWalker } from '../entities/flattenPath.ts';
import type { Step, StepGraph } from '../steps/step.ts';

/** The part of a subscription that its owning subgraph would stream, ready to be answered from events. */
export interface EventStep {
  /** The root field as the plan asks for it; its key is the data key. */
  readonly service: string;
  readonly field: FieldNode;
  readonly key: string;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** The step that fetches the same selection for one entity through `_entities`. */
  hydrationOf(representation: EntityRepresentation): Step;
}

/**
 * Prepares the streaming request of a plan for {@link completeFromEvent} and for hydration.
 *
 * @throws CodedError QUERY_PLAN_FAILED when the plan has no root field of the schema
 */
export function buildEventStep(
  subscription: NonNullable<StepGraph['subscription']>,
  schema: GraphQLSchema,
  types: TypeRelations,
  keys: EntityKeys,
): EventStep {
  const { operation, fragments } = parseSubgraphOperation(subscription.operation);
  const field = operation.selectionSet.selections.find((selection) => selection.kind === Kind.FIELD);
  const declared = field && schema.getSubscriptionType()?.getFields()[field.name.value];
  if (field === undefined || declared === undefined) {
    throw new CodedError('QUERY_PLAN_FAILED', { message: 'The plan of the subscription has no root field.' });
  }
  const key = (field.alias ?? field.name).value;
  const query = hydrationText(field, getNamedType(declared.type).name, operation.variableDefinitions ?? [], fragments);
  const path = [{ Field: key }];
  return {
    service: subscription.service,
    field,
    key,
    fragments,
    hydrationOf: (representation) => ({
      index: 0,
      service: subscription.service,
      conditions: [],
      head: query.head,
      variableUsages: query.variableUsages,
      target: {
        kind: 'entities',
        groups: [
          {
            alias: '_entities',
            variable: 'representations',
            paths: [path],
            walks: [compileWalker(path, types)],
            represent: () => JSON.stringify(keys.keyOf(subscription.service, representation)),
            rewrite: undefined,
            sharing: undefined,
            copies: false,
          },
        ],
      },
      read: undefined,
      meetsShared: false,
      dependents: [],
      dependencyCount: 0,
    }),
  };
}

/** The text that asks `_entities` for a root field's selection; fragments of the streaming request are kept. */
function hydrationText(
  field: FieldNode,
  typeName: string,
  variableDefinitions: readonly VariableDefinitionNode[],
  fragments: EventStep['fragments'],
) {
  const used = new Set<string>();
  const parts = [...(field.selectionSet ? [field.selectionSet] : []), ...fragments.values()];
  for (const part of parts) visit(part, { Variable: (variable) => void used.add(variable.name.value) });
  const definitions = variableDefinitions.filter((definition) => used.has(definition.variable.name.value));
  const signature = ['$representations:[_Any!]!', ...definitions.map((definition) => print(definition))].join(',');
  const selection = field.selectionSet ? print(field.selectionSet) : '{__typename}';
  const text = [
    `query(${signature}){_entities(representations:$representations){...on ${typeName}${selection}}}`,
    ...[...fragments.values()].map((fragment) => print(fragment)),
  ].join(' ');
  const query = text.replace(/\s+/g, ' ');
  return { head: `{"query":${JSON.stringify(query)},"variables":{`, variableUsages: [...used] };
}
