import type { GraphQLSchema } from 'graphql';
import type { OperationDocument } from '../../documents/operationDocument.ts';
import type { CompiledOperation, ExecutionAnswer } from '../../execute/compiledOperation.ts';
import { fragmentsOf } from '../../execute/operation/fragmentsOf.ts';
import type { Denial } from '../denials.ts';
import { type Completion, completeAnswer } from './completeAnswer.ts';
import { remainingDocument } from './remainingDocument.ts';
import { withheldFields } from './withheldFields.ts';

/** Remainders that are kept per operation: about as many as there are kinds of callers. */
const remaindersAtMost = 64;

/**
 * What is left of an operation for a caller with these denials: an operation of its own, planned without what is
 * withheld, whose answers are completed with nulls and errors. Callers with the same denials share it.
 */
export function remainderOf(
  whole: OperationDocument,
  denials: readonly Denial[],
  schema: GraphQLSchema,
): OperationDocument {
  const withheld = JSON.stringify(denials.map(({ field, error }) => [field.location, field.coordinate, error]));
  const known = whole.remainders.get(withheld);
  if (known) return known;
  const { executable, operation } = whole;
  if (!operation) return whole;
  const fields = withheldFields(executable, denials);
  const remaining = remainingDocument(schema, executable, operation, fields);
  const completion: Completion = {
    schema,
    operation,
    fragments: fragmentsOf(executable),
    withheld: fields,
    typenameKey: remaining.typenameKey,
  };
  const remainder: OperationDocument = {
    document: remaining.document,
    executable: remaining.document,
    operation: remaining.operation,
    validated: true,
    decisions: new Map(),
    remainders: new Map(),
    withheld,
    complete: (compiled) => completedOperation(compiled, completion),
  };
  if (whole.remainders.size >= remaindersAtMost) whole.remainders.clear();
  whole.remainders.set(withheld, remainder);
  return remainder;
}

function completedOperation(compiled: CompiledOperation, completion: Completion): CompiledOperation {
  const complete = (answer: ExecutionAnswer, variables: Readonly<Record<string, unknown>>): ExecutionAnswer => {
    const completed = completeAnswer(completion, answer.toResult().data, variables);
    const errors = [...answer.errors, ...completed.errors];
    const json = JSON.stringify({ ...(errors.length > 0 && { errors }), data: completed.data });
    return { json, errors, toResult: () => JSON.parse(json) };
  };
  return {
    ...compiled,
    execute: async (request) => complete(await compiled.execute(request), request.variables),
    executeEvent: async (request, source) => complete(await compiled.executeEvent(request, source), request.variables),
  };
}
