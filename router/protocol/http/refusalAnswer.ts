import type { RequestRefused } from '../../errors/requestRefused.ts';
import { Answer } from '../../pipeline/answer.ts';
import { type AnswerType, answerTypeFor } from './mediaType.ts';
import { refusalStatus } from './refusalStatus.ts';

/** How a refusal is answered over HTTP. */
export interface RefusalAnswer {
  readonly status: number;
  readonly type: AnswerType;
  /** Those that only this refusal has. */
  readonly headers: Readonly<Record<string, string>>;
  readonly json: string;
}

/** The answer to a request that was refused, in the media type that the client accepts; JSON when it accepts none. */
export function refusalAnswer(refused: RequestRefused, accept: string | undefined, requestId: string): RefusalAnswer {
  const accepted = answerTypeFor(accept);
  const type = accepted === 'application/graphql-response+json' ? accepted : 'application/json';
  const status = refusalStatus(refused, type);
  const headers = status === 401 ? { 'www-authenticate': 'Bearer', ...refused.headers } : refused.headers;
  return { status, type, headers, json: Answer.refusal(refused.errors, requestId).json };
}
