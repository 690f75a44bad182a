import type { Principal } from '#platform/identity/principal.ts';
import { RequestRefused } from '../../errors/requestRefused.ts';
import type { ClientRequest } from '../../limits/clientAddress.ts';
import { Answer } from '../../pipeline/answer.ts';
import { type OperationParameters, operationParameters } from '../../pipeline/operationParameters.ts';
import type { TransportParts } from '../transportParts.ts';

/**
 * The operations of a batch; undefined for a body that is none.
 * Refuses batches where they are off (BATCHING_DISABLED), long ones (LIMIT_BATCH), and empty ones (BAD_REQUEST).
 *
 * @param limit operations that a batch may have; 0 for none
 */
export function batchOf(body: unknown, limit: number): readonly OperationParameters[] | undefined {
  if (!Array.isArray(body)) return undefined;
  if (limit === 0) throw RequestRefused.because('BATCHING_DISABLED');
  if (body.length > limit) throw RequestRefused.because('LIMIT_BATCH', undefined, { limit });
  if (body.length === 0) throw RequestRefused.because('BAD_REQUEST', 'The batch is empty.');
  return body.map(operationParameters);
}

/** Counts the operations of a batch but the first, which was counted as the request came. Refuses all of it (RATE_LIMITED). */
export async function countRest(
  batch: readonly OperationParameters[],
  principal: Principal | null,
  from: ClientRequest,
  { rateLimits }: TransportParts,
): Promise<void> {
  if (batch.length > 1) await rateLimits?.take(principal, from, batch.length - 1);
}

/** The answers to a batch, in its order. What was refused is so in its place alone. */
export async function answerBatch(
  batch: readonly OperationParameters[],
  requestId: string,
  answer: (parameters: OperationParameters) => Promise<Answer>,
): Promise<Answer> {
  const answers = await Promise.all(
    batch.map((parameters) =>
      answer(parameters).catch((error: unknown) => Answer.refusal(RequestRefused.from(error).errors, requestId)),
    ),
  );
  return new Answer(
    `[${answers.map(({ json }) => json).join(',')}]`,
    answers.some(({ failed }) => failed),
  );
}
