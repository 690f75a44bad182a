import { type ExecutionArgs, NoSchemaIntrospectionCustomRule, specifiedRules, validate } from 'graphql';
import type { DocumentStore } from '../documents/documentStore.ts';
import { incrementalRule } from '../documents/incremental/incrementalRule.ts';
import type { AnswerPositions } from '../live/answerPositions.ts';
import type { OpenSubscription } from '../live/openSubscription.ts';
import { Answer } from './answer.ts';
import type { Exchange } from './exchange.ts';
import type { EngineFunctions } from './lifecycle.ts';
import type { SubgraphHeaders } from './subgraphHeaders.ts';
import { withoutSuggestions } from './withoutSuggestions.ts';

/** What the engine's functions need. */
export interface EngineFunctionsOptions {
  readonly documents: DocumentStore;
  readonly introspection: boolean;
  readonly headers: SubgraphHeaders;
  readonly openSubscription: OpenSubscription;
  readonly answerPositions: AnswerPositions;
  /** Milliseconds that a query or a mutation may take. */
  readonly timeout: number;
  /** Whether a plugin takes part in execution and so needs answers as objects. */
  answersAsObjects(): boolean;
}

/** What plugins see of a request, and may extend. */
export interface OperationContext {
  readonly exchange: Exchange;
}

/** A document has more faults than anybody reads; validation stops there. */
const maxErrors = 50;

/** The router's own parse, validate, execute and subscribe, for {@link createLifecycle}. */
export function engineFunctions(options: EngineFunctionsOptions): EngineFunctions {
  const { documents, introspection, headers, openSubscription, answerPositions, timeout, answersAsObjects } = options;
  const known = [...specifiedRules, incrementalRule];
  const rules = introspection ? known : [...known, NoSchemaIntrospectionCustomRule];
  const exchangeOf = (args: ExecutionArgs): Exchange => (args.contextValue as OperationContext).exchange;

  return {
    parse: (text) => documents.parse(text),
    validate(schema, document, added = []) {
      const errors = validate(schema, document, [...rules, ...added], { maxErrors });
      return introspection ? errors : errors.map(withoutSuggestions);
    },
    async execute(args) {
      const exchange = exchangeOf(args);
      const forSubgraphs = headers(exchange);
      const positions = await answerPositions(exchange);
      const answer = await exchange.document!.compiled!.execute({
        variables: args.variableValues ?? {},
        headers: () => forSubgraphs,
        signal: exchange.signal,
        deadline: Date.now() + timeout,
        ...(positions && { onExtensions: positions.onExtensions }),
      });
      const extensions = positions?.extensions();
      if (answersAsObjects()) return { ...answer.toResult(), ...(extensions && { extensions }) };
      const executed = Answer.executed(answer.json, answer.errors.length > 0, exchange.requestId, extensions);
      answer.release?.();
      return executed;
    },
    subscribe: (args) => openSubscription(exchangeOf(args), args.variableValues ?? {}),
  };
}
