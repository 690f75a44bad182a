import {
  type DocumentNode,
  type GraphQLSchema,
  getArgumentValues,
  getOperationAST,
  type OperationDefinitionNode,
} from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';
import { answerOf } from './answer.ts';
import type {
  CompiledOperation,
  EventSource,
  ExecutionAnswer,
  ExecutionRequest,
  SubscriptionSource,
} from './compiledOperation.ts';
import { type CompileContext, compileVariants, type OperationSource, type Variant } from './compileVariant.ts';
import { isAsked } from './errors/clientFields.ts';
import type { GatheredError } from './errors/gatheredError.ts';
import { gatherEvent } from './events/gatherEvent.ts';
import { gatherData } from './gather/gatherData.ts';
import { type GatherContext, Gathering, type GatheringEnd } from './gather/gathering.ts';
import { memoized } from './memo/memoized.ts';
import type { MutableObject } from './merge/mergeObjects.ts';
import { assignDataKeys, responseKeyOf } from './operation/assignDataKeys.ts';
import { coerceVariables } from './operation/coerceVariables.ts';
import { fragmentsOf } from './operation/fragmentsOf.ts';
import type { StepGraph } from './steps/step.ts';

/** Tells compiled operations apart where executions are remembered. */
let nextNumber = 0;

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
  const source = {
    operation,
    fragments,
    keys: assignDataKeys(context.apiSchema, operation, fragments, context.required),
    types: context.types,
    depended: context.keyNames.union(context.required),
  };
  const variants = compileVariants(context, source);

  const { transport, types, keys, logger } = context;
  const idempotent = operation.operation !== 'mutation';
  const gatherContext = ({ graph: { steps }, conditions }: Variant): GatherContext => ({
    steps,
    transport,
    types,
    keys,
    logger,
    idempotent,
    isAsked: (path) => isAsked({ ...source, conditions }, path),
  });

  function run(
    variant: Variant,
    over: Pick<GatherContext, 'transport' | 'recorder'>,
    request: ExecutionRequest,
  ): Promise<ExecutionAnswer> {
    return new Promise((resolve, reject) => {
      const end: GatheringEnd = (data, errors) => {
        try {
          resolve(answerOf(variant, source, data, errors, request));
        } catch (failure) {
          reject(failure);
        }
      };
      new Gathering({ ...gatherContext(variant), ...over }, request, {}, [], end).start();
    });
  }

  const isSubscription = operation.operation === 'subscription';
  const memo = operation.operation === 'query' ? context.memo : undefined;
  const number = nextNumber++;

  /** Not async: a promise around another promise takes turns of its own. */
  function execute(request: ExecutionRequest): Promise<ExecutionAnswer> {
    if (isSubscription) return Promise.reject(notFor('execute', operation.operation));
    let variant: Variant;
    try {
      variant = variants.for(request.variables);
    } catch (failure) {
      return Promise.reject(failure);
    }
    if (!memo) return run(variant, { transport }, request);
    const { steps } = variant.graph;
    return memoized(memo, number, { steps, transport }, (over, asked) => run(variant, over, asked), request);
  }

  async function runEvent(request: ExecutionRequest, event: EventSource): Promise<ExecutionAnswer> {
    const variant = variants.for(request.variables);
    const data: MutableObject = {};
    const errors: GatheredError[] = [];
    const gathering = gatherContext(variant);
    if (variant.event) await gatherEvent(gathering, variant.event, request, event, data, errors);
    await gatherData(gathering, request, data, errors);
    return answerOf(variant, source, data, errors, request);
  }

  const subscription = isSubscription ? sourceOf(context.apiSchema, source, variants.complete) : undefined;
  return {
    kind: operation.operation,
    name: operation.name?.value,
    fetchedSubgraphs: servicesOf(variants.complete.graph),
    planText: planTextOf(variants.complete.graph),
    coerceVariables: (raw) => coerceVariables(context.apiSchema, operation, raw, source.keys.conditionVariables),
    ...(source.keys.conditionVariables.length > 0 && { prepare: (variables) => void variants.for(variables) }),
    execute,
    async executeEvent(request, event) {
      if (!isSubscription) throw notFor('executeEvent', operation.operation);
      return runEvent(request, event);
    },
    ...(subscription && { subscription }),
  };
}

/** @throws CodedError OPERATION_NOT_FOUND */
export function operationOf(document: DocumentNode, name: string | null | undefined): OperationDefinitionNode {
  const operation = getOperationAST(document, name);
  if (!operation) throw new CodedError('OPERATION_NOT_FOUND');
  return operation;
}

function servicesOf(graph: StepGraph): readonly string[] {
  const first = graph.subscription ? [graph.subscription.service] : [];
  return [...new Set([...first, ...graph.steps.map((step) => step.service)])];
}

function planTextOf({ steps, subscription }: StepGraph): string {
  const asked = steps.map(({ service, head, dependents, target }) => [
    service,
    head,
    dependents,
    target.kind === 'root' ? target.path : target.groups.map(({ paths }) => paths),
  ]);
  return JSON.stringify([subscription, asked]);
}

/** The stream is asked for everything that some condition values include, since it is asked for once. */
function sourceOf(schema: GraphQLSchema, source: OperationSource, { graph, event }: Variant): SubscriptionSource {
  const field = event?.field;
  const node = [...source.keys.keyOf].find(([, key]) => key === event?.key)?.[0];
  const definition = field && schema.getSubscriptionType()?.getFields()[field.name.value];
  if (graph.subscription === undefined || node === undefined || definition === undefined) {
    throw new CodedError('QUERY_PLAN_FAILED', { message: 'The plan of the subscription has no root field.' });
  }
  return {
    ...graph.subscription,
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
