import { print } from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';
import { documentSizes } from '../documents/documentLimits.ts';
import type { OperationDocument } from '../documents/operationDocument.ts';
import { RequestRefused } from '../errors/requestRefused.ts';
import type { CompiledOperation } from '../execute/compiledOperation.ts';
import type { OperationParts, OperationStage } from './operationStage.ts';

/**
 * Takes an operation that may run; gives its compiled plan, made once per document, and the coerced variables.
 * Refuses an operation whose planning takes too long (LIMIT_PLANNING) and variables that do not fit their types
 * (BAD_USER_INPUT).
 */
export const compile: OperationStage = {
  name: 'compile',
  run(exchange, parts) {
    const { document, parameters } = exchange;
    if (!document) return;
    const coerce = (compiled: CompiledOperation): void | Promise<void> => {
      const { variables, errors } = compiled.coerceVariables(parameters.variables);
      if (errors) throw new RequestRefused(errors);
      exchange.variables = variables;
      if (compiled.prepare) return parts.planAside.withPlans(() => compiled.prepare?.(variables));
    };
    if (document.compiled) return coerce(document.compiled);
    return compileDocument(document, parameters.operationName, parts).then(coerce);
  },
};

/** Selections, fragments spread, from which on compiling is tried aside first; the fast planner is done with others. */
const largeFrom = 300;

/**
 * Plans and compiles an operation once, also when several ask for it at the same time. A large one is tried in
 * another process first, which can be stopped: what does not end in time there is never begun here. The thorough planner
 * works there only.
 *
 * @throws RequestRefused LIMIT_PLANNING; CodedError QUERY_PLAN_FAILED
 */
export function compileDocument(
  known: OperationDocument,
  operationName: string | undefined,
  parts: OperationParts,
): Promise<CompiledOperation> {
  known.planning ??= plan(known, operationName, parts).finally(() => {
    delete known.planning;
  });
  return known.planning;
}

async function plan(
  known: OperationDocument,
  operationName: string | undefined,
  { compile, planAside }: OperationParts,
): Promise<CompiledOperation> {
  try {
    const selections = documentSizes(known.executable).reduce((most, { size }) => Math.max(most, size.selections), 0);
    if (selections >= largeFrom) await planAside.tryDocument(print(known.executable), operationName);
    const compiled = await planAside.withPlans(() => compile(known.executable, operationName));
    known.compiled = known.complete?.(compiled) ?? compiled;
    return known.compiled;
  } catch (error) {
    if (isForGood(error)) known.refused = RequestRefused.from(error).errors;
    throw error;
  }
}

/** A planner that is busy now may have time later; what cannot be planned never can. */
function isForGood(error: unknown): boolean {
  return (error instanceof RequestRefused || error instanceof CodedError) && lasting.has(error.code);
}

const lasting: ReadonlySet<string> = new Set(['LIMIT_PLANNING', 'QUERY_PLAN_FAILED']);
