import { print } from 'graphql';
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
    const coerce = ({ coerceVariables }: CompiledOperation): void => {
      const { variables, errors } = coerceVariables(parameters.variables);
      if (errors) throw new RequestRefused(errors);
      exchange.variables = variables;
    };
    if (document.compiled) return coerce(document.compiled);
    return compileDocument(document, parameters.operationName, parts).then(coerce);
  },
};

/** Selections, fragments spread, from which on planning is tried aside first; smaller operations cannot take long. */
const largeFrom = 300;

/**
 * Plans and compiles an operation once, also when several ask for it at the same time. A large one is planned in
 * another thread first, which can be stopped: what does not end in time there is never begun here.
 *
 * @throws RequestRefused LIMIT_PLANNING
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
    if (selections >= largeFrom) await planAside.plan(print(known.executable), operationName);
  } catch (error) {
    if (error instanceof RequestRefused) known.refused = error.errors;
    throw error;
  }
  const compiled = compile(known.executable, operationName);
  known.compiled = known.complete?.(compiled) ?? compiled;
  return known.compiled;
}
