import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequestRefused } from '../../errors/requestRefused.ts';
import { FrameStream } from '../../live/frameStream.ts';
import { SharedFrame } from '../../live/sharedFrame.ts';
import { Answer } from '../../pipeline/answer.ts';
import type { Exchange } from '../../pipeline/exchange.ts';
import { roomOf } from '../roomOf.ts';
import type { TransportParts } from '../transportParts.ts';
import { untilAccessEnds } from '../untilAccessEnds.ts';

const completeEvent = 'event: complete\ndata:\n\n';

/**
 * Answers one operation as server-sent events, in the distinct connections mode of graphql-sse: a `next` event per
 * answer, then `complete`. Refusals by a stage come as an event, since browsers' EventSource shows nothing else.
 * The stream ends with the operation, when the client leaves, when the token ends (TOKEN_EXPIRED) or its access does
 * (TOKEN_REVOKED, TENANT_SUSPENDED, TENANT_DELETED), and, cut off without `complete` so that the client comes back, when
 * its reader is too slow or the router closes.
 *
 * @see https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md#distinct-connections-mode
 */
export async function eventStream(
  request: FastifyRequest,
  reply: FastifyReply,
  exchange: Exchange,
  parts: TransportParts,
): Promise<void> {
  reply.hijack();
  const { raw } = reply;
  const outcome = await parts.run(exchange).catch((error) => {
    logUnknown(error, parts, request.id);
    return Answer.refusal(RequestRefused.from(error).errors, request.id);
  });
  if (raw.destroyed) {
    if (outcome instanceof FrameStream) await outcome.return();
    return;
  }
  // Written only now: its arrival tells the client that the stream is in position.
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  // Frames that came already follow at once, each with its position.
  if (!(outcome instanceof FrameStream && outcome.waits)) raw.write(signOfLife(outcome));
  if (outcome instanceof Answer) {
    raw.end(Buffer.concat([new SharedFrame(outcome.json).serverSentEvent(), Buffer.from(completeEvent)]));
    return;
  }
  await pump(request, reply, exchange, parts, outcome);
}

async function pump(
  request: FastifyRequest,
  { raw }: FastifyReply,
  exchange: Exchange,
  parts: TransportParts,
  stream: FrameStream | AsyncIterable<unknown>,
): Promise<void> {
  const iterator = stream[Symbol.asyncIterator]();
  const write = (frame: SharedFrame): void => {
    if (raw.destroyed || raw.writableEnded) return;
    if (raw.writableLength > parts.unreadAtMost) {
      parts.logger.warn({ requestId: request.id }, 'slow reader of an event stream was cut off');
      raw.destroy();
    } else raw.write(frame.serverSentEvent());
  };
  const refuse = (error: unknown): void => {
    logUnknown(error, parts, request.id);
    write(new SharedFrame(Answer.refusal(RequestRefused.from(error).errors, request.id).json));
  };
  const heartbeat = setInterval(() => raw.write(signOfLife(stream)), parts.keepAlive);
  heartbeat.unref();
  const expiry = untilAccessEnds(exchange.principal, parts.revocations, (code) => {
    refuse(RequestRefused.because(code));
    raw.end(completeEvent);
    void iterator.return?.();
  });
  const forget = parts.streams.add(() => raw.destroy());
  raw.once('close', () => void iterator.return?.());
  try {
    if (stream instanceof FrameStream) await stream.writtenBy({ write, room: () => roomOf(raw) });
    else
      for await (const result of { [Symbol.asyncIterator]: () => iterator })
        write(new SharedFrame(JSON.stringify(result)));
  } catch (error) {
    refuse(error);
  } finally {
    clearInterval(heartbeat);
    expiry();
    forget();
    if (!raw.writableEnded) raw.end(completeEvent);
  }
}

/**
 * A block of a comment, and of the position in the same block where there is one, so that whoever hears that the stream is
 * there can resume it, wherever the network divides its bytes. An event without data sets the id that Last-Event-ID brings
 * back, and is shown to nobody. So a stream without events can be resumed too.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
function signOfLife(stream: unknown): string {
  const cursor = stream instanceof FrameStream ? stream.cursor : undefined;
  return cursor === undefined ? ':\n\n' : `id: ${cursor}\n:\n\n`;
}

function logUnknown(error: unknown, { logger }: TransportParts, requestId: string): void {
  if (RequestRefused.from(error).code === 'INTERNAL_ERROR') logger.error({ err: error, requestId }, 'operation failed');
}
