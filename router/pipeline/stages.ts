import { access } from './access.ts';
import { compile } from './compile.ts';
import { cost } from './cost.ts';
import type { Exchange } from './exchange.ts';
import { execute } from './execute.ts';
import { operationKind } from './operationKind.ts';
import type { OperationParts, OperationStage } from './operationStage.ts';
import { parse } from './parse.ts';
import { persisted } from './persisted.ts';
import { validate } from './validate.ts';

/**
 * The way of every operation, in order. What comes before it over HTTP (security headers, CORS, request id, body limit,
 * request log, origin, authentication, tenant) is listed in `edge/edgeStages.ts`.
 */
export const operationStages: readonly OperationStage[] = [
  persisted,
  parse,
  validate,
  operationKind,
  access,
  cost,
  compile,
  execute,
];

/**
 * Runs an operation through all stages; its outcome is in the exchange afterwards.
 * @throws RequestRefused from the stage that refuses it
 */
export async function runOperation(
  exchange: Exchange,
  parts: OperationParts,
): Promise<NonNullable<Exchange['outcome']>> {
  for (const stage of operationStages) {
    const pending = stage.run(exchange, parts);
    // Most stages are synchronous once a document is known; only real waits give up the turn.
    if (pending) await pending;
  }
  return exchange.outcome!;
}
