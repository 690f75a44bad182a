import type { Principal } from '#platform/identity/principal.ts';
import type { Logger } from '#platform/logs/logger.ts';
import { RequestRefused } from '../errors/requestRefused.ts';
import type { Exchange } from '../pipeline/exchange.ts';
import type { LiveHub } from './liveHub.ts';
import type { Offsets } from './topicPosition.ts';

/**
 * Where the stream of an exchange is to go on: behind the cursor in `extensions.cursor`, else in Last-Event-ID.
 * A cursor that is not the caller's for this topic is written to the log as a security event, without the cursor.
 *
 * @returns undefined when there is no cursor: the stream begins now
 * @throws RequestRefused LIVE_CURSOR_INVALID; BAD_REQUEST when it is no text
 */
export function resumeOffsets(
  { parameters, lastEventId, requestId }: Exchange,
  principal: Principal,
  topic: string,
  hub: LiveHub,
  logger: Logger,
): Offsets | undefined {
  const cursor = parameters.extensions?.cursor ?? lastEventId;
  if (cursor === undefined || cursor === null || cursor === '') return undefined;
  if (typeof cursor !== 'string') {
    throw RequestRefused.because('BAD_REQUEST', 'A subscription takes one cursor, as a text, in "extensions.cursor".');
  }
  const { vector, refused } = hub.sealer.open(cursor, principal, topic);
  if (vector) return vector[topic];
  hub.metrics.cursorsRefused++;
  const { tenantId, userId } = principal;
  logger.warn({ event: 'security', reason: `cursor-${refused}`, tenantId, userId, topic, requestId }, 'cursor refused');
  throw RequestRefused.because('LIVE_CURSOR_INVALID');
}
