import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningRouter, startRouter } from '../../startRouter.ts';
import { startTestGraph, type TestGraph } from '../../testkit/testGraph.ts';
import { type TestIdentity, testIdentity } from '../../testkit/testIdentity.ts';

let graph: TestGraph;
let identity: TestIdentity;
let router: RunningRouter;

beforeAll(async () => {
  [graph, identity] = await Promise.all([startTestGraph(), testIdentity()]);
  const auth = { verifier: identity.verifier, signer: identity.signer };
  router = await startRouter({ supergraphSdl: graph.supergraphSdl, auth, port: 0 });
});
afterAll(async () => {
  await router?.close();
  await graph?.close();
});

const path = '/graphql/stream';
const header = 'x-graphql-event-stream-token';

async function send(method: string, headers: Record<string, string> = {}, body?: unknown, query = '') {
  const response = await fetch(`${router.url}${path}${query}`, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const code = text.startsWith('{') ? JSON.parse(text).errors[0].extensions.code : undefined;
  return { status: response.status, text, code };
}

/** An open event stream, read event by event. */
class Events {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #controller: AbortController;
  #text = '';

  constructor(response: Response, controller: AbortController) {
    this.#reader = response.body!.getReader() as ReadableStreamDefaultReader<Uint8Array>;
    this.#controller = controller;
  }

  static async open(token: string, query = ''): Promise<Events> {
    const controller = new AbortController();
    const response = await fetch(`${router.url}${path}${query}`, {
      headers: { accept: 'text/event-stream', ...(query === '' && { [header]: token }) },
      signal: controller.signal,
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    return new Events(response, controller);
  }

  /** The next event with its data; undefined when the stream has ended. */
  async next(): Promise<{ event: string; data: unknown } | undefined> {
    for (;;) {
      const end = this.#text.indexOf('\n\n');
      if (end >= 0) {
        const [first = '', ...others] = this.#text.slice(0, end).split('\n');
        this.#text = this.#text.slice(end + 2);
        if (first.startsWith(':')) continue;
        return { event: first.slice('event: '.length), data: JSON.parse(others.join('\n').slice('data: '.length)) };
      }
      const { done, value } = await this.#reader.read();
      if (done) return undefined;
      this.#text += new TextDecoder().decode(value);
    }
  }

  leave(): void {
    this.#controller.abort();
  }
}

const operation = (operationId: string, query: string) => ({ query, extensions: { operationId } });

describe('single connection mode', () => {
  test('reservation, stream, results by id, completion', async () => {
    const { status, text: token } = await send('PUT');
    expect(status).toBe(201);
    const events = await Events.open(token);
    expect(await send('POST', { [header]: token }, operation('q', '{ open }'))).toMatchObject({
      status: 202,
      text: '',
    });
    expect(await events.next()).toEqual({ event: 'next', data: { id: 'q', payload: { data: { open: 'everybody' } } } });
    expect(await events.next()).toEqual({ event: 'complete', data: { id: 'q' } });
    await send('POST', { [header]: token }, operation('s', 'subscription { ticks(count: 2) { number } }'));
    for (const number of [1, 2]) {
      expect(await events.next()).toEqual({
        event: 'next',
        data: { id: 's', payload: { data: { ticks: { number } } } },
      });
    }
    expect(await events.next()).toEqual({ event: 'complete', data: { id: 's' } });
    events.leave();
  });

  test('the token may be in the address, as EventSource needs it; results wait for the stream', async () => {
    const { text: token } = await send('PUT');
    const query = `?token=${token}&query=${encodeURIComponent('{ open }')}&extensions={"operationId":"g"}`;
    expect((await send('GET', {}, undefined, query)).status).toBe(202);
    const events = await Events.open(token, `?token=${token}`);
    expect(await events.next()).toMatchObject({ event: 'next', data: { id: 'g' } });
    events.leave();
  });

  test('an operation that its client ended before it came is not run, others are', async () => {
    const { text: token } = await send('PUT');
    const events = await Events.open(token);
    const before = graph.alerts.seen.length;
    expect((await send('DELETE', { [header]: token }, undefined, '?operationId=early')).status).toBe(200);
    expect((await send('POST', { [header]: token }, operation('early', '{ echo(text: "early") }'))).status).toBe(202);
    expect(graph.alerts.seen).toHaveLength(before);
    for (const text of ['first', 'again']) {
      await send('POST', { [header]: token }, operation('late', `{ echo(text: "${text}") }`));
      expect(await events.next()).toMatchObject({ event: 'next', data: { payload: { data: { echo: text } } } });
      expect(await events.next()).toEqual({ event: 'complete', data: { id: 'late' } });
      // That it ended meanwhile is no wish to end another of that id.
      await send('DELETE', { [header]: token }, undefined, '?operationId=late');
    }
    events.leave();
  });

  test('DELETE ends an operation and releases it', async () => {
    const { text: token } = await send('PUT');
    const events = await Events.open(token);
    const left = once(graph.drips, 'left');
    await send('POST', { [header]: token }, operation('d', 'subscription { drips { number } }'));
    graph.drips.emit('drip', 1);
    expect(await events.next()).toMatchObject({ data: { id: 'd', payload: { data: { drips: { number: 1 } } } } });
    expect((await send('DELETE', { [header]: token }, undefined, '?operationId=d')).status).toBe(200);
    await left;
    expect((await send('POST', { [header]: token }, operation('d', '{ open }'))).status).toBe(202);
    expect(await events.next()).toMatchObject({
      event: 'next',
      data: { id: 'd', payload: { data: { open: 'everybody' } } },
    });
    events.leave();
  });

  test('a client that leaves takes all of its operations with it', async () => {
    const { text: token } = await send('PUT');
    const events = await Events.open(token);
    const left = once(graph.drips, 'left');
    await send('POST', { [header]: token }, operation('d', 'subscription { drips { number } }'));
    events.leave();
    await left;
    expect((await send('POST', { [header]: token }, operation('e', '{ open }'))).code).toBe('STREAM_NOT_FOUND');
  });

  test('faults of requests are answered to the request', async () => {
    const { text: token } = await send('PUT');
    const own = { [header]: token };
    expect((await send('POST', own, { query: '{ open }' })).code).toBe('BAD_REQUEST');
    expect((await send('POST', own, operation('x', '{ nothing }'))).code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(await send('POST', own, operation('x', '{ alerts { id } }'))).toMatchObject({ status: 401 });
    expect((await send('POST', { [header]: 'unknown' }, operation('x', '{ open }'))).code).toBe('STREAM_NOT_FOUND');
    expect((await send('POST', {}, operation('x', '{ open }'))).code).toBe('STREAM_NOT_FOUND');
    expect((await send('GET', { accept: 'text/event-stream' })).code).toBe('STREAM_NOT_FOUND');
    expect((await send('DELETE', own)).code).toBe('BAD_REQUEST');
    const mutation = `?query=${encodeURIComponent('mutation { raise(id: 1) { id } }')}&extensions={"operationId":"m"}`;
    expect((await send('GET', own, undefined, mutation)).status).toBe(405);
    const events = await Events.open(token);
    expect(await send('GET', { accept: 'text/event-stream', ...own })).toMatchObject({
      status: 409,
      code: 'STREAM_IN_USE',
    });
    await send('POST', own, operation('d', 'subscription { drips { number } }'));
    expect((await send('POST', own, operation('d', '{ open }'))).code).toBe('OPERATION_ID_IN_USE');
    events.leave();
  });

  test('a stream belongs to who reserved it', async () => {
    const as = async (sub: string) => ({ authorization: `Bearer ${await identity.token({ sub })}` });
    const [own, other] = await Promise.all([
      as('01890000-0000-7000-8000-0000000000a1'),
      as('01890000-0000-7000-8000-0000000000a2'),
    ]);
    const { text: token } = await send('PUT', own);
    for (const headers of [other, {}]) {
      expect((await send('POST', { ...headers, [header]: token }, operation('x', '{ open }'))).code).toBe(
        'STREAM_NOT_FOUND',
      );
      expect((await send('DELETE', { ...headers, [header]: token }, undefined, '?operationId=x')).code).toBe(
        'STREAM_NOT_FOUND',
      );
    }
    expect((await send('POST', { ...own, [header]: token }, operation('x', '{ alerts { id } }'))).status).toBe(202);
    const reserved = await Promise.all([...Array(20).keys()].map(() => send('PUT', own)));
    expect(reserved.filter(({ status }) => status === 201)).toHaveLength(19);
    expect(reserved.find(({ status }) => status !== 201)?.code).toBe('LIMIT_STREAMS');
  });

  test('the end of the token ends the stream, and each operation is told why', async () => {
    const events = await identity.beforeItEnds(async (short) => {
      const soon = { authorization: `Bearer ${short}` };
      const { text: token } = await send('PUT', soon);
      const opened = await Events.open(token);
      const started = await send(
        'POST',
        { ...soon, [header]: token },
        operation('d', 'subscription { drips { number } }'),
      );
      expect(started.status).toBe(202);
      return opened;
    });
    expect(await events.next()).toMatchObject({
      event: 'next',
      data: { id: 'd', payload: { errors: [{ extensions: { code: 'TOKEN_EXPIRED' } }] } },
    });
    expect(await events.next()).toEqual({ event: 'complete', data: { id: 'd' } });
    expect(await events.next()).toBeUndefined();
  });
});
