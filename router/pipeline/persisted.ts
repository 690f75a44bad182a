import { createHash } from 'node:crypto';
import { audienceOf } from '../documents/audience.ts';
import { isHashOf } from '../documents/automaticQueries.ts';
import { RequestRefused } from '../errors/requestRefused.ts';
import type { Exchange } from './exchange.ts';
import type { OperationParts, OperationStage } from './operationStage.ts';

/**
 * Takes a text, an identifier, or both; gives the text that is meant, and the certainty that this caller may send it.
 * Refuses an identifier that nobody registered (PERSISTED_QUERY_NOT_FOUND, upon which clients send the text as well; or
 * PERSISTED_QUERY_NOT_SUPPORTED where that is off), a text that does not have the given hash
 * (PERSISTED_QUERY_MISMATCH), and, for callers with a safelist, whatever is not on it: unknown and foreign identifiers,
 * altered and ad-hoc texts (OPERATION_NOT_SAFELISTED). What is refused, or would be, is logged by its hash.
 */
export const persisted: OperationStage = {
  name: 'persisted',
  run(exchange, parts) {
    const { parameters, principal } = exchange;
    const mode = parts.safelist.modeOf(principal);
    const { query, documentId } = parameters;
    if (documentId === undefined) {
      if (mode !== 'open' && !parts.safelist.has(principal, query)) notListed(exchange, parts, mode);
      return;
    }
    const listed = parts.safelist.textOf(principal, documentId);
    if (listed !== undefined) {
      // The text of the manifest is used, never the client's: they are equal, or the request is refused.
      if (query !== '' && query !== listed) throw mismatch(exchange, parts);
      exchange.parameters = { ...parameters, query: listed };
      return;
    }
    if (mode === 'safelist') notListed(exchange, parts, mode);
    const text = automatic(exchange, parts);
    if (mode === 'log' && !parts.safelist.has(principal, text)) notListed(exchange, parts, mode);
    exchange.parameters = { ...parameters, query: text };
  },
};

/** The text that a client registered, or registers now. */
function automatic(exchange: Exchange, parts: OperationParts): string {
  const { query, documentId = '' } = exchange.parameters;
  const { automaticQueries } = parts;
  if (query === '') {
    const text = automaticQueries?.find(documentId);
    if (text !== undefined) return text;
    throw RequestRefused.because(automaticQueries ? 'PERSISTED_QUERY_NOT_FOUND' : 'PERSISTED_QUERY_NOT_SUPPORTED');
  }
  if (automaticQueries?.find(documentId) === query) return query;
  const right = automaticQueries ? automaticQueries.register(documentId, query) : isHashOf(documentId, query);
  if (!right) throw mismatch(exchange, parts);
  return query;
}

function mismatch(exchange: Exchange, { logger }: OperationParts): RequestRefused {
  logger.warn({ ...facts(exchange), refused: true }, 'a text does not have the given hash');
  return RequestRefused.because('PERSISTED_QUERY_MISMATCH');
}

function notListed(exchange: Exchange, { logger }: OperationParts, mode: 'log' | 'safelist'): void {
  logger.warn(
    { ...facts(exchange), refused: mode === 'safelist' },
    'an operation is not on the safelist of its caller',
  );
  if (mode === 'safelist') throw RequestRefused.because('OPERATION_NOT_SAFELISTED');
}

function facts({ parameters, principal, requestId, transport }: Exchange): object {
  const { query, documentId } = parameters;
  return {
    requestId,
    transport,
    audience: audienceOf(principal),
    tenantId: principal?.tenantId,
    userId: principal?.userId,
    documentId: documentId?.slice(0, 64),
    ...(query !== '' && { sha256: createHash('sha256').update(query).digest('hex') }),
  };
}
