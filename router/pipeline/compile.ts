import { RequestRefused } from '../errors/requestRefused.ts';
import type { OperationStage } from './operationStage.ts';

/**
 * Takes an operation that may run; gives its compiled plan, made once per document, and the coerced variables.
 * Refuses variables that do not fit their types (BAD_USER_INPUT).
 */
export const compile: OperationStage = {
  name: 'compile',
  run(exchange, parts) {
    const { document, parameters } = exchange;
    if (!document) return;
    document.compiled ??= parts.compile(document.document, parameters.operationName);
    const { variables, errors } = document.compiled.coerceVariables(parameters.variables);
    if (errors) throw new RequestRefused(errors);
    exchange.variables = variables;
  },
};
