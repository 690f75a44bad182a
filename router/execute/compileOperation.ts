import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { Planner } from '../plan/planner.ts';
import type { SubgraphTransport } from '../subgraph-transport/subgraphTransport.ts';
import type { EntityKeys } from '../supergraph/entityKeys.ts';
import type { TypeRelations } from '../supergraph/typeRelations.ts';
import { answerOf } from './answer.ts';
import type {
  CoercedVariables,
  CompiledOperation,
  EventSource,
  ExecutionAnswer,
  ExecutionRequest,
  SubscriptionSource,
} from './compiledOperation.ts';
import type { GatheredError } from './errors/gatheredError.ts';
import { buildEventStep, type EventStep } from './events/buildEventStep.ts';
import { gatherEvent } from './events/gatherEvent.ts';
import { gatherData } from './gather/gatherData.ts';
import type { MutableObject } from './merge/mergeObjects.ts';
import { type CanonicalOperation, canonicalOperationOf, responseKeyOf } from './operation/canonicalOperation.ts';
import { readConditions } from './operation/conditions.ts';
import { projectionVariants } from './project/projectionVariants.ts';
import { buildSteps } from './steps/buildSteps.ts';
import type { StepGraph } from './steps/step.ts';

/** What compiling and executing need of the world around one operation. */
export interface CompileContext {
  readonly apiSchema: GraphQLSchema;
  readonly planner: Planner;
  readonly types: TypeRelations;
  readonly keys: EntityKeys;
  readonly transport: SubgraphTransport;
  readonly logger: Logger;
}

/**
 * Plans and compiles one operation of a document that is valid against the API schema.
 *
 * @throws CodedError OPERATION_NOT_FOUND when the document has no operation of that name, or needs one and none is given;
 *   QUERY_PLAN_FAILED when no plan is found
 */
export function compileOperation(
  context: CompileContext,
  document: DocumentNode,
  operationName?: string | null,
): CompiledOperation {
  const operation = operationOf(document, operationName);
  const fragments = fragmentsOf(document);
  const canonical = canonicalOperationOf(context.apiSchema, operation, fragments);
  const plan = canonical.text === undefined ? undefined : context.planner.plan(canonical.text);
  const graph = buildSteps(plan, operation.operation, context.types);
  const event =
    graph.subscription && buildEventStep(graph.subscription, context.apiSchema, context.types, context.keys);
  const writerFor = projectionVariants({ schema: context.apiSchema, operation, fragments, canonical });
  const gatherContext = { ...context, steps: graph.steps };

  function answer(request: ExecutionRequest, data: MutableObject, errors: readonly GatheredError[]): ExecutionAnswer {
    const conditions = readConditions(canonical.conditionVariables, request.variables);
    return answerOf(writerFor(conditions), data, errors, { operation, fragments, canonical, conditions }, request);
  }

  return {
    kind: operation.operation,
    name: operation.name?.value,
    fetchedSubgraphs: servicesOf(graph),
    coerceVariables: (raw) => coerceVariables(context.apiSchema, operation, raw),
    async execute(request) {
      if (operation.operation === 'subscription') throw notFor('execute', operation.operation);
      const data: MutableObject = {};
      const errors: GatheredError[] = [];
      await gatherData(gatherContext, request, data, errors);
      return answer(request, data, errors);
    },
    async executeEvent(request: ExecutionRequest, source: EventSource) {
      if (event === undefined) throw notFor('executeEvent', operation.operation);
      const data: MutableObject = {};
      const errors: GatheredError[] = [];
      await gatherEvent(gatherContext, event, request, source, data, errors);
      await gatherData(gatherContext, request, data, errors);
      return answer(request, data, errors);
    },
    ...(event &&
      graph.subscription && {
        subscription: sourceOf(context.apiSchema, operation, canonical, graph.subscription, event),
      }),
  };
}

function operationOf(document: DocumentNode, name: string | null | undefined): OperationDefinitionNode {
  const operation = getOperationAST(document, name);
  if (!operation) throw new CodedError('OPERATION_NOT_FOUND');
  return operation;
}

function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

function servicesOf(graph: StepGraph): readonly string[] {
  const first = graph.subscription ? [graph.subscription.service] : [];
  return [...new Set([...first, ...graph.steps.map((step) => step.service)])];
}

function coerceVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  raw: Readonly<Record<string, unknown>> | null | undefined,
): CoercedVariables {
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], raw ?? {}, {
    maxErrors: 20,
  });
  if (errors === undefined) return { variables: coerced };
  return {
    errors: errors.map(({ message, locations }) => ({
      message,
      ...(locations && { locations: locations.map(({ line, column }) => ({ line, column })) }),
      extensions: new CodedError('BAD_USER_INPUT').extensions,
    })),
  };
}

function sourceOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  canonical: CanonicalOperation,
  subscription: NonNullable<StepGraph['subscription']>,
  event: EventStep,
): SubscriptionSource {
  const node = [...canonical.keyOf.keys()].find(
    (field) => field.name.value === event.field.name.value && canonical.keyOf.get(field) === event.key,
  );
  const definition = schema.getSubscriptionType()?.getFields()[event.field.name.value];
  if (node === undefined || definition === undefined) throw notFor('subscribe', operation.operation);
  return {
    service: subscription.service,
    operation: subscription.operation,
    variableUsages: subscription.variableUsages,
    rootField: {
      name: node.name.value,
      responseKey: responseKeyOf(node),
      argumentsOf: (variables) => getArgumentValues(definition, node, variables),
    },
  };
}

function notFor(method: string, kind: string): CodedError {
  return new CodedError('INTERNAL_ERROR', { message: `${method} was called for a ${kind}.` });
}
