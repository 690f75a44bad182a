import type { ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { FrameStream } from '../../live/frameStream.ts';
import { SharedFrame } from '../../live/sharedFrame.ts';
import { Answer } from '../../pipeline/answer.ts';
import type { TransportParts } from '../transportParts.ts';
import { SharedConnection } from './sharedConnection.ts';

test('an operation that was ended while it began does not end the next one with its id', async () => {
  const connection = new SharedConnection(null, {
    keepAlive: 60_000,
    unreadAtMost: 1_000_000,
    subscriptionsPerSocket: 2,
  } as TransportParts);
  const raw = new PassThrough();
  connection.open(raw as unknown as ServerResponse);
  const former = Promise.withResolvers<Answer>();
  const running = connection.run('id', () => former.promise);
  connection.stop('id');
  const stream = Promise.withResolvers<FrameStream>();
  const next = connection.run('id', () => stream.promise);
  former.resolve(new Answer('{"data":{"former":true}}', false));
  await running;
  stream.resolve(
    await FrameStream.open(async (receiver) => {
      receiver.frame(new SharedFrame('{"data":{"next":true}}'));
      receiver.end();
      return { stop: () => undefined };
    }),
  );
  await next;
  await new Promise(setImmediate);
  connection.end();
  expect((await text(raw)).split('\n\n').slice(1, -1)).toEqual([
    'event: next\ndata: {"id":"id","payload":{"data":{"next":true}}}',
    'event: complete\ndata: {"id":"id"}',
  ]);
});
