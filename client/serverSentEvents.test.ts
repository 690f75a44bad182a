import { expect, test } from '@jest/globals';
import { type ServerSentEvent, serverSentEvents } from './serverSentEvents.ts';

const bytes = new TextEncoder();

/** What each chunk yields; nothing for one that completes no block. */
async function read(chunks: readonly Uint8Array[]): Promise<(readonly ServerSentEvent[])[]> {
  const yielded = [];
  for await (const events of serverSentEvents(ReadableStream.from(chunks), () => undefined)) yielded.push(events);
  return yielded;
}

test('a text keeps the separators of lines and paragraphs that JSON does not escape', async () => {
  const data = JSON.stringify({ name: 'before\u2028between\u2029after' });
  expect(data).toContain('\u2028');
  expect(await read([bytes.encode(`id: 7\nevent: next\ndata: ${data}\n\n`)])).toEqual([
    [{ event: 'next', data, id: '7' }],
  ]);
});

test('events are the same wherever the network divides their bytes, and nothing is told before a block is whole', async () => {
  const stream = bytes.encode(':\n\nid: 1\n:\n\nid: 2\nevent: next\ndata: "ä\u2028😀"\n\nevent: complete\ndata:\n\n');
  const whole = [
    { event: '', data: '', id: '1' },
    { event: 'next', data: '"ä\u2028😀"', id: '2' },
    { event: 'complete', data: '', id: undefined },
  ];
  for (let at = 1; at < stream.length; at++) {
    expect((await read([stream.slice(0, at), stream.slice(at)])).flat()).toEqual(whole);
  }
  const single = await read([...stream].map((byte) => Uint8Array.of(byte)));
  expect(single).toEqual([[], ...whole.map((event) => [event])]);
});
