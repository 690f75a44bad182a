import type { ExecutionResult } from 'graphql';
import type { ErrorForClient, ExecutionAnswer, ExecutionRequest } from './compiledOperation.ts';
import type { OperationSource, Variant } from './compileVariant.ts';
import { clientErrors } from './errors/clientErrors.ts';
import type { GatheredError } from './errors/gatheredError.ts';
import type { MutableObject } from './merge/mergeObjects.ts';
import { ProjectionRun } from './project/writer.ts';

/** Projects gathered data to the client's answer and brings all errors together. */
export function answerOf(
  { write, conditions }: Variant,
  source: OperationSource,
  data: MutableObject,
  gathered: readonly GatheredError[],
  request: ExecutionRequest,
): ExecutionAnswer {
  const run = new ProjectionRun(request.variables);
  const text = write(data, run) || 'null';
  const { problems } = run;
  const errors =
    gathered.length === 0 && problems.length === 0
      ? []
      : clientErrors(gathered, problems, { ...source, conditions }, data, text, request.exposeSubgraph === true);
  return executionAnswer(text, errors);
}

/** An answer from the JSON text of `data` and its errors. */
export function executionAnswer(data: string, errors: readonly ErrorForClient[]): ExecutionAnswer {
  return new TextAnswer(
    errors.length === 0 ? `{"data":${data}}` : `{"errors":${JSON.stringify(errors)},"data":${data}}`,
    errors,
  );
}

class TextAnswer implements ExecutionAnswer {
  json: string;
  readonly errors: readonly ErrorForClient[];

  constructor(json: string, errors: readonly ErrorForClient[]) {
    this.json = json;
    this.errors = errors;
  }

  toResult(): ExecutionResult {
    return JSON.parse(this.json) as ExecutionResult;
  }

  release(): void {
    this.json = '';
  }
}
