import { audienceOf } from '../documents/audience.ts';
import { access } from './access.ts';
import { compile } from './compile.ts';
import { cost } from './cost.ts';
import type { Exchange } from './exchange.ts';
import { execute } from './execute.ts';
import { introspection } from './introspection.ts';
import { operationKind } from './operationKind.ts';
import type { OperationParts, OperationStage } from './operationStage.ts';
import { parse } from './parse.ts';
import { persisted } from './persisted.ts';
import { validate } from './validate.ts';
import { withoutSuggestions } from './withoutSuggestions.ts';

/**
 * The way of every operation, in order. What comes before it over HTTP (security headers, CORS, request id, body limit,
 * request log, origin, authentication, tenant) is listed in `edge/edgeStages.ts`.
 */
export const operationStages: readonly OperationStage[] = [
  persisted,
  parse,
  validate,
  introspection,
  operationKind,
  access,
  cost,
  compile,
  execute,
];

/**
 * Runs an operation through all stages; its outcome is in the exchange afterwards.
 * Rejects with RequestRefused from the stage that refuses it.
 */
export function runOperation(exchange: Exchange, parts: OperationParts): Promise<Outcome> {
  try {
    const outcome = runFrom(0, exchange, parts);
    if (!(outcome instanceof Promise)) return Promise.resolve(outcome);
    return knowsSchema(exchange, parts) ? outcome : outcome.catch((error) => Promise.reject(withoutSuggestions(error)));
  } catch (error) {
    return Promise.reject(knowsSchema(exchange, parts) ? error : withoutSuggestions(error));
  }
}

/**
 * Whether a caller may know of the schema. Documents are known to all audiences together, so that what is hidden from others is
 * taken out of what they are told.
 */
function knowsSchema({ principal }: Exchange, { introspection }: OperationParts): boolean {
  return introspection[audienceOf(principal)];
}

type Outcome = NonNullable<Exchange['outcome']>;

/** Most stages are synchronous once a document is known; only real waits give up the turn. */
function runFrom(first: number, exchange: Exchange, parts: OperationParts): Outcome | Promise<Outcome> {
  for (let stage = first; stage < operationStages.length; stage++) {
    const pending = operationStages[stage]!.run(exchange, parts);
    if (pending) return pending.then(() => runFrom(stage + 1, exchange, parts));
  }
  return exchange.outcome!;
}
