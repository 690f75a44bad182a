import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Lane, LaneEdge } from '../../edge/lane.ts';
import type { TransportParts } from '../transportParts.ts';
import { LaneRequest } from './laneRequest.ts';
import { type AnswerType, answerTypeFor } from './mediaType.ts';

/** Media types of bodies about which there is nothing to look up. */
const plainBodies: ReadonlySet<string | undefined> = new Set([
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset=utf-8',
  'application/json; charset=UTF-8',
  'application/json;charset=UTF-8',
]);

/**
 * Serves the plain way of an operation without Fastify, whose hooks, objects and promises cost more than everything else that the
 * router does for a small one: POST /graphql with a body of JSON and a declared length, answered by one body of JSON. Stages,
 * refusals and answers are those of `graphqlRoute`, in the same order; whatever is not that plain is left to it.
 */
export function operationLane(edge: LaneEdge, parts: TransportParts): Lane {
  return (request, response) => {
    const type = plainAnswer(request, edge.bodyLimit);
    if (type === undefined) return false;
    new LaneRequest(request, response, type, edge, parts).begin();
    return true;
  };
}

/** Media type of the answer to a request of the plain kind; undefined for any other one. */
function plainAnswer({ method, url, headers }: IncomingMessage, bodyLimit: number): AnswerType | undefined {
  if (method !== 'POST' || url !== '/graphql' || !hasPlainBody(headers, bodyLimit)) return undefined;
  const type = answerTypeFor(headers.accept);
  return type === 'application/json' || type === 'application/graphql-response+json' ? type : undefined;
}

function hasPlainBody(headers: IncomingHttpHeaders, bodyLimit: number): boolean {
  const length = Number(headers['content-length']);
  return (
    length > 0 &&
    length <= bodyLimit &&
    plainBodies.has(headers['content-type']) &&
    headers['content-encoding'] === undefined &&
    headers['transfer-encoding'] === undefined &&
    headers.expect === undefined
  );
}
