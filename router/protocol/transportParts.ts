import type { Logger } from '#platform/logs/logger.ts';
import type { Authentication } from '../edge/authentication.ts';
import type { Admission } from '../limits/admission/admission.ts';
import type { RateLimits } from '../limits/rateLimits.ts';
import type { Arrival } from '../pipeline/beginExchange.ts';
import type { Exchange } from '../pipeline/exchange.ts';
import type { Revocations } from '../revocation/revocations.ts';
import type { OpenStreams } from './openStreams.ts';

/** What HTTP, SSE and WebSocket share. */
export interface TransportParts {
  readonly logger: Logger;
  readonly authentication: Authentication;
  readonly revocations: Revocations;
  /** Refuses what is more than the router can do. */
  readonly admission: Admission;
  /** Missing where callers may send as much as they like. */
  readonly rateLimits: RateLimits | undefined;
  readonly corsOrigins: readonly string[];
  /** Bytes of a request body, and of a WebSocket message. */
  readonly bodyLimit: number;
  /** Operations that one HTTP request may carry as an array; 0 refuses batches. */
  readonly batchLimit: number;
  /** Milliseconds between signs of life on a silent stream. */
  readonly keepAlive: number;
  /** Bytes that a slow reader may leave unread. */
  readonly unreadAtMost: number;
  readonly streams: OpenStreams;
  /** Operations that may be open on one connection. */
  readonly subscriptionsPerSocket: number;
  begin(arrival: Arrival): Exchange;
  run(exchange: Exchange): Promise<NonNullable<Exchange['outcome']>>;
}
