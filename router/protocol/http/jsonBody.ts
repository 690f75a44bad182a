import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isJsonNestedDeeper } from '../../documents/nesting.ts';
import { RequestRefused } from '../../errors/requestRefused.ts';
import { levelsAtMost } from '../../pipeline/operationParameters.ts';

/** A batch of requests whose variables nest as deep as they may. */
const bodyLevelsAtMost = levelsAtMost + 2;

/** What a text with own names of prototypes has in it, spelled out or escaped; Fastify's parser looks at such texts more closely. */
const suspects = ['__proto__', 'constructor', '\\u'];

/**
 * Makes a function that parses bodies of JSON as Fastify does, own names of prototypes refused, but only those that nest
 * no deeper than a request can (BAD_REQUEST): parsing a megabyte of brackets takes ten times as long as parsing a megabyte of
 * anything else. It throws RequestRefused, and Fastify's errors for a text that is no JSON.
 */
export function jsonParser(server: FastifyInstance): (text: string) => unknown {
  const parse = server.getDefaultJsonParser('error', 'error');
  return (text) => {
    if (isJsonNestedDeeper(text, bodyLevelsAtMost)) {
      const limit = bodyLevelsAtMost;
      throw RequestRefused.because('BAD_REQUEST', `The body must be nested at most ${limit} levels.`, { limit });
    }
    if (!suspects.some((each) => text.includes(each))) {
      try {
        return JSON.parse(text);
      } catch {
        // Fastify's parser says what is wrong.
      }
    }
    let parsed: unknown;
    // It calls back at once, and does not look at the request.
    parse(undefined as unknown as FastifyRequest, text, (error, body) => {
      if (error) throw error;
      parsed = body;
    });
    return parsed;
  };
}

/** Parses bodies of JSON on Fastify's way. */
export function jsonBody(server: FastifyInstance): void {
  const parse = jsonParser(server);
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    let parsed: unknown;
    try {
      parsed = parse(body as string);
    } catch (error) {
      done(error as Error);
      return;
    }
    done(null, parsed);
  });
}
