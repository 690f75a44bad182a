import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CommonHeaders } from './commonHeaders.ts';
import type { EdgeOptions } from './edgeOptions.ts';

/** Answers a request itself and gives true, or leaves it to Fastify. */
export type Lane = (request: IncomingMessage, response: ServerResponse) => boolean;

/** The stages of the edge as a lane takes them. */
export interface LaneEdge extends Pick<EdgeOptions, 'logger' | 'bodyLimit'> {
  /** What security headers and CORS give to a request with that Origin header. */
  commonHeaders(origin: string | undefined): CommonHeaders;
  /** Seconds for which an idle connection is kept. */
  readonly keepAlive: number;
  /** Whether the server ends, so that connections must not be kept for more requests. */
  isClosing(): boolean;
  /** Parses a body; throws what Fastify's own parser gives. */
  parseJson(text: string): unknown;
}
