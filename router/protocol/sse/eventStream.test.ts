import { afterEach, beforeEach, expect, test } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import type { CursorBinding } from '#platform/cursors/cursorBinder.ts';
import { FrameStream, type OpenSource } from '../../live/frameStream.ts';
import { SharedAnswer } from '../../live/sharedAnswer.ts';
import { SharedFrame } from '../../live/sharedFrame.ts';
import type { Exchange } from '../../pipeline/exchange.ts';
import { OpenStreams } from '../openStreams.ts';
import type { TransportParts } from '../transportParts.ts';
import { eventStream } from './eventStream.ts';

let server: FastifyInstance;
beforeEach(() => {
  server = fastify();
});
afterEach(() => server.close());

/** What a client reads of a stream from that source, up to its end. */
async function read(source: OpenSource): Promise<string> {
  const stream = await FrameStream.open(source, { binding: {} as CursorBinding });
  const parts = { streams: new OpenStreams(), keepAlive: 60_000, unreadAtMost: 1_000_000, run: async () => stream };
  server.get('/', (request, reply) =>
    eventStream(request, reply, { principal: null } as Exchange, parts as unknown as TransportParts),
  );
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const response = await fetch(url);
  stream.end();
  return response.text();
}

const frame = new SharedFrame(new SharedAnswer('{"data":1}', '', 'behind'), 'own');

test('nothing tells that a stream is in position without telling the position', async () => {
  const text = await read(async () => ({ stop: () => undefined, cursor: () => 'here' }));
  expect(text.split('\n\n')[0]).toBe('id: here\n:');
});

test('an event that came before the stream was written comes before any sign of life', async () => {
  const text = await read(async (receiver) => {
    receiver.frame(frame);
    return { stop: () => undefined, cursor: () => 'further' };
  });
  expect(text.split('\n\n')[0]).toBe('id: behind.own\nevent: next\ndata: {"data":1}own');
});
