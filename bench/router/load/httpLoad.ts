import { connect } from 'node:net';
import { createAnswerReader, type HttpAnswer } from './answerReader.ts';

/** What is sent, and for how long. */
export interface LoadOptions {
  readonly url: URL;
  /** Bodies of the requests, taken in turn. */
  readonly bodies: readonly string[];
  readonly connections: number;
  /** Milliseconds for which new requests are begun. */
  readonly duration: number;
  /** Requests that are made at least, however long that takes. */
  readonly atLeast: number;
  /** Throws for an answer that is wrong; called for every answer. */
  check(answer: HttpAnswer, body: number): void;
}

/** What was answered. */
export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds of every request, unsorted. */
  readonly latencies: readonly number[];
}

/**
 * Sends requests over raw sockets, each connection its next one when its last one is answered.
 * Rejects with the first answer that is wrong, or a connection that breaks.
 */
export async function httpLoad(options: LoadOptions): Promise<LoadResult> {
  const { url, bodies, connections, duration, atLeast, check } = options;
  const requests = bodies.map((body) =>
    Buffer.from(
      `POST ${url.pathname} HTTP/1.1\r\nhost: ${url.host}\r\ncontent-type: application/json\r\n` +
        `accept: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    ),
  );
  const latencies: number[] = [];
  const began = performance.now();
  const end = began + duration;
  let next = 0;

  const run = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
      const read = createAnswerReader();
      let sent = 0;
      let asked = 0;
      const send = (): void => {
        asked = next++ % requests.length;
        sent = performance.now();
        socket.write(requests[asked] as Buffer);
      };
      const fail = (error: Error): void => {
        socket.destroy();
        reject(error);
      };
      socket.once('connect', send);
      socket.on('data', (bytes: Buffer) => {
        const answer = read(bytes);
        if (answer === undefined) return;
        const now = performance.now();
        latencies.push(now - sent);
        try {
          check(answer, asked);
        } catch (error) {
          return fail(error as Error);
        }
        if (now < end || latencies.length < atLeast) return send();
        socket.removeAllListeners('close');
        socket.end();
        resolve();
      });
      socket.once('error', fail);
      socket.once('close', () => reject(new Error('The connection was closed by the other side.')));
    });

  await Promise.all(Array.from({ length: connections }, run));
  return { requests: latencies.length, seconds: (performance.now() - began) / 1000, latencies };
}
