import type { FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Logger } from '#platform/logs/logger.ts';
import type { Planner } from '../plan/planner.ts';
import type { SubgraphTransport } from '../subgraph-transport/subgraphTransport.ts';
import type { EntityKeys } from '../supergraph/entityKeys.ts';
import type { TypeRelations } from '../supergraph/typeRelations.ts';
import { buildEventStep, type EventStep } from './events/buildEventStep.ts';
import type { AnswerMemo } from './memo/answerMemo.ts';
import type { OperationKeys } from './operation/assignDataKeys.ts';
import { canonicalTextOf } from './operation/canonicalText.ts';
import { anyConditionValues, type ConditionValues, conditionValuesOf } from './operation/conditions.ts';
import { compileProjection } from './project/compileProjection.ts';
import type { Writer } from './project/writer.ts';
import { buildSteps } from './steps/buildSteps.ts';
import type { StepGraph } from './steps/step.ts';

/** What compiling and executing need of the world around one operation. */
export interface CompileContext {
  readonly apiSchema: GraphQLSchema;
  readonly planner: Planner;
  readonly types: TypeRelations;
  readonly keys: EntityKeys;
  /** Names of fields that any `@requires` names. */
  readonly required: ReadonlySet<string>;
  /** Names of fields that are part of some entity key. */
  readonly keyNames: ReadonlySet<string>;
  /** Whether `new Function` may be used. */
  readonly generateCode: boolean;
  readonly transport: SubgraphTransport;
  /** Remembers executions of queries; missing where each is done anew. */
  readonly memo?: AnswerMemo | undefined;
  readonly logger: Logger;
}

/** An operation of a client's document, with what compiling found out once. */
export interface OperationSource {
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly keys: OperationKeys;
  readonly types: TypeRelations;
  /** Data keys on which more may depend than the client's own fields: those of entity keys, and what `@requires` names. */
  readonly depended: ReadonlySet<string>;
}

/** An operation compiled for one set of values of its conditions: the plan and the way to the client's JSON. */
export interface Variant {
  readonly conditions: ConditionValues;
  readonly graph: StepGraph;
  /** Present for subscriptions. */
  readonly event: EventStep | undefined;
  readonly write: Writer;
  /** What was planned; undefined where the router answers everything itself. */
  readonly text: string | undefined;
}

/** Clients use few of the possible combinations of their conditions; whoever sends them all gets no memory for it. */
const variantLimit = 32;

/** The variants of one operation, compiled at their first use. */
export interface Variants {
  /** Plans everything that some condition values include; throws what the planner throws. */
  readonly complete: Variant;
  for(variables: Readonly<Record<string, unknown>>): Variant;
}

/**
 * Compiles an operation for its condition values. With the conditions decided before planning, plans ask subgraphs for
 * nothing that the answer leaves out, and nothing has to be decided while an answer is gathered and written.
 */
export function compileVariants(context: CompileContext, source: OperationSource): Variants {
  const variants = new Map<string, Variant>();
  const { conditionVariables } = source.keys;
  const complete = compileVariant(
    context,
    source,
    conditionVariables.length === 0 ? conditionValuesOf([], {}) : anyConditionValues,
  );
  return {
    complete,
    for(variables) {
      if (conditionVariables.length === 0) return complete;
      const conditions = conditionValuesOf(conditionVariables, variables);
      const known = variants.get(conditions.variant);
      if (known) return known;
      const oldest = variants.keys().next();
      if (variants.size >= variantLimit && !oldest.done) variants.delete(oldest.value);
      const variant = compileVariant(context, source, conditions, complete);
      variants.set(conditions.variant, variant);
      return variant;
    },
  };
}

/** @param other a variant that is planned already; where conditions exclude nothing, its plan serves this one too */
function compileVariant(
  context: CompileContext,
  source: OperationSource,
  conditions: ConditionValues,
  other?: Variant,
): Variant {
  const { apiSchema, planner, types } = context;
  const { operation, fragments, keys } = source;
  const text = canonicalTextOf(apiSchema, operation, fragments, keys, conditions);
  const planned = (): Pick<Variant, 'graph' | 'event'> => {
    const plan = text === undefined ? undefined : planner.plan(text);
    const graph = buildSteps(plan, operation.operation, context);
    return { graph, event: graph.subscription && buildEventStep(graph.subscription, apiSchema, types, context.keys) };
  };
  const { graph, event } = other && other.text === text ? other : planned();
  return {
    conditions,
    graph,
    event,
    text,
    write: compileProjection(
      { schema: apiSchema, ...source, sharedPaths: graph.sharedPaths, generateCode: context.generateCode },
      conditions,
    ),
  };
}
