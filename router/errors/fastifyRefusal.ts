import type { ErrorCode } from '#platform/errors/catalogue.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import { RequestRefused } from './requestRefused.ts';

/** What Fastify refuses before a handler runs, by its own codes. */
const codes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'BAD_REQUEST',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'BAD_REQUEST',
  FST_ERR_CTP_INVALID_JSON_BODY: 'BAD_REQUEST',
  FST_ERR_BAD_URL: 'BAD_REQUEST',
  FST_ERR_ASYNC_CONSTRAINT: 'BAD_REQUEST',
};

/** The refusal for anything that was thrown on the way of an HTTP request; what is not known is masked. */
export function fastifyRefusal(error: unknown): RequestRefused {
  if (error instanceof RequestRefused || error instanceof CodedError) return RequestRefused.from(error);
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  const known = codes[code ?? ''];
  if (known === 'BAD_REQUEST') return RequestRefused.because(known, 'The body must be a JSON object in UTF-8.');
  if (known) return RequestRefused.because(known);
  // The JSON parser's own errors carry a status, but no code.
  if (statusCode === 400) return RequestRefused.because('BAD_REQUEST', 'The body must be a JSON object in UTF-8.');
  return RequestRefused.from(error);
}
