import { type ExecutionArgs, OverlappingFieldsCanBeMergedRule, specifiedRules, validate } from 'graphql';
import type { DocumentStore } from '../documents/documentStore.ts';
import { incrementalRule } from '../documents/incremental/incrementalRule.ts';
import type { ExecutionRequest } from '../execute/compiledOperation.ts';
import type { SharedExecutions } from '../execute/sharedExecutions.ts';
import type { AnswerPositions } from '../live/answerPositions.ts';
import type { OpenSubscription } from '../live/openSubscription.ts';
import { Answer } from './answer.ts';
import type { Exchange } from './exchange.ts';
import { executeShared } from './executeShared.ts';
import type { EngineFunctions } from './pluginPhases.ts';
import type { SubgraphHeaders } from './subgraphHeaders.ts';

/** What the engine's functions need. */
export interface EngineFunctionsOptions {
  readonly documents: DocumentStore;
  readonly headers: SubgraphHeaders;
  readonly openSubscription: OpenSubscription;
  readonly answerPositions: AnswerPositions;
  /** Milliseconds that a query or a mutation may take. */
  readonly timeout: number;
  /** Missing where every request is executed by itself. */
  readonly sharing: SharedExecutions | undefined;
  /** Whether a plugin takes part in execution and so needs answers as objects. */
  answersAsObjects(): boolean;
}

/** What plugins see of a request, and may extend. */
export interface OperationContext {
  readonly exchange: Exchange;
}

/** A document has more faults than anybody reads; validation stops there. */
const maxErrors = 50;

/** The router's own parse, validate, execute and subscribe, for {@link createPluginPhases}. */
export function engineFunctions(options: EngineFunctionsOptions): EngineFunctions {
  const { documents, headers, openSubscription, answerPositions, timeout, sharing, answersAsObjects } = options;
  let order = 0;
  const rules = [...specifiedRules.filter((rule) => rule !== OverlappingFieldsCanBeMergedRule), incrementalRule];
  const exchangeOf = (args: ExecutionArgs): Exchange => (args.contextValue as OperationContext).exchange;

  return {
    parse: (text) => documents.parse(text),
    validate(schema, document, added = []) {
      let errors = validate(schema, document, [...rules, ...added], { maxErrors });
      // Compares fields and fragments two by two; cycles and fragments that do not exist are never its affair here.
      if (errors.length === 0) errors = validate(schema, document, [OverlappingFieldsCanBeMergedRule], { maxErrors });
      return errors;
    },
    async execute(args) {
      const exchange = exchangeOf(args);
      const forSubgraphs = headers(exchange);
      const prepared = answerPositions(exchange);
      const positions = prepared && (await prepared);
      const request: ExecutionRequest = {
        variables: args.variableValues ?? {},
        headers: () => forSubgraphs,
        signal: exchange.signal,
        deadline: Date.now() + timeout,
        order: order++,
        scope: exchange.principal?.tenantId ?? '',
        ...(positions && { onExtensions: positions.onExtensions }),
      };
      // What listens to subgraphs' extensions must hear its own.
      const shares = sharing !== undefined && positions === undefined;
      const answer = await (shares
        ? executeShared(sharing, exchange, request)
        : exchange.document!.compiled!.execute(request));
      const extensions = positions?.extensions();
      if (answersAsObjects()) return { ...answer.toResult(), ...(extensions && { extensions }) };
      const executed = Answer.executed(answer, exchange.requestId, extensions);
      if (!shares) answer.release?.();
      return executed;
    },
    subscribe: (args) => openSubscription(exchangeOf(args), args.variableValues ?? {}),
  };
}
