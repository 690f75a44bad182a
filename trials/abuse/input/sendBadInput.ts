import { once } from 'node:events';
import { connect } from 'node:net';
import { Agent, request } from 'undici';
import { WebSocket } from 'ws';
import { faultOf, faultOfClose } from '../judgeAnswer.ts';
import { badBytes, badMessages, badRequest } from './badRequests.ts';
import { type Random, seededRandom } from './random.ts';

/** What came of bad input. */
export interface BadInputReport {
  readonly sent: number;
  /** Answers by status, closed sockets by code. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** What was not as it has to be, with the number by which the seed makes it again. */
  readonly faults: readonly string[];
}

/** Requests under way at the same time. */
const atOnce = 16;

/**
 * Sends bad requests, messages and bytes to a router, the same ones for the same seed: of 20, 17 over HTTP, 2 over
 * WebSocket, 1 as bytes. Each has its own chance, so that one can be sent again alone.
 */
export async function sendBadInput(url: string, options: { count: number; seed: number }): Promise<BadInputReport> {
  const agent = new Agent({ connections: atOnce, pipelining: 1, bodyTimeout: 20_000, headersTimeout: 20_000 });
  const outcomes = new Map<string, number>();
  const faults: string[] = [];
  let next = 0;

  const one = async (number: number): Promise<void> => {
    const random = seededRandom(options.seed * 1_000_003 + number);
    const kind = number % 20;
    const send = kind === 19 ? bytes : kind >= 17 ? messages : http;
    const { outcome, fault } = await send(url, random, agent);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    if (fault) faults.push(`${number}: ${fault}`);
  };
  const worker = async (): Promise<void> => {
    while (next < options.count) {
      const number = next++;
      await one(number).catch((error: Error) => faults.push(`${number}: ${error.name} ${error.message}`));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  await agent.close();
  return { sent: options.count, outcomes, faults };
}

interface Outcome {
  readonly outcome: string;
  readonly fault?: string | undefined;
}

async function http(url: string, random: Random, dispatcher: Agent): Promise<Outcome> {
  const { method, path, headers, body } = badRequest(random);
  const response = await request(url + path, { method: method as 'GET', headers, body: body ?? null, dispatcher });
  const type = String(response.headers['content-type'] ?? '');
  // An open stream of the single connection mode has no end; that it was opened is its answer.
  if (type.startsWith('text/event-stream') && path.startsWith('/graphql/stream')) {
    response.body.destroy();
    return { outcome: `${response.statusCode} stream` };
  }
  const bytes = Buffer.from(await response.body.arrayBuffer());
  const text = response.headers['content-encoding'] ? '' : bytes.toString();
  const page = path.startsWith('/graphiql');
  return { outcome: `${response.statusCode}`, fault: page ? undefined : faultOf(response.statusCode, text) };
}

async function messages(url: string, random: Random): Promise<Outcome> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const faults: string[] = [];
  let alive: (() => void) | undefined;
  const answered = new Promise<void>((resolve) => {
    alive = resolve;
  });
  socket.on('message', (data) => {
    const text = String(data);
    const fault = faultOf(200, text);
    if (fault) faults.push(fault);
    if (text.includes('"last":"one"')) alive?.();
  });
  const closed = once(socket, 'close').then(([code]) => Number(code));
  await once(socket, 'open');
  if (random.below(2) === 0) socket.send('{"type":"connection_init"}');
  for (const message of badMessages(random)) socket.send(message);
  socket.send('{"type":"ping","payload":{"last":"one"}}');
  const code = await Promise.race([closed, answered.then(() => undefined)]);
  if (code === undefined) socket.close(1000);
  await closed;
  const fault = faults[0] ?? (code === undefined ? undefined : faultOfClose(code));
  return { outcome: code === undefined ? 'open' : `closed ${code}`, fault };
}

async function bytes(url: string, random: Random): Promise<Outcome> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('data', (data) => {
    text += data;
  });
  await once(socket, 'connect');
  // Half a request is ended by its sender; whatever comes back, the connection is gone then.
  socket.end(badBytes(random));
  socket.on('error', () => socket.destroy());
  await once(socket, 'close');
  // What follows a request on its connection may be a request as well, with an answer of its own.
  const answers = text.split(/(?=HTTP\/1\.1 \d)/).map((answer) => ({
    status: Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0),
    body: answer.slice(answer.indexOf('\r\n\r\n') + 4),
  }));
  const fault = answers.map(({ status, body }) => faultOf(status, body)).find((each) => each !== undefined);
  return { outcome: `bytes ${answers[0]?.status}`, fault };
}
