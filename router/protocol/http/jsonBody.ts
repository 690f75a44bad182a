import type { FastifyInstance } from 'fastify';
import { isJsonNestedDeeper } from '../../documents/nesting.ts';
import { RequestRefused } from '../../errors/requestRefused.ts';
import { levelsAtMost } from '../../pipeline/operationParameters.ts';

/** A batch of requests whose variables nest as deep as they may. */
const bodyLevelsAtMost = levelsAtMost + 2;

/**
 * Parses bodies of JSON as Fastify does, own names of prototypes refused, but only those that nest no deeper than a request
 * can (BAD_REQUEST): parsing a megabyte of brackets takes ten times as long as parsing a megabyte of anything else.
 */
export function jsonBody(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (!isJsonNestedDeeper(body as string, bodyLevelsAtMost)) return parse(request, body as string, done);
    const limit = bodyLevelsAtMost;
    done(RequestRefused.because('BAD_REQUEST', `The body must be nested at most ${limit} levels.`, { limit }));
  });
}
