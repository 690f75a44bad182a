import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestGraph, type TestGraph } from './testkit/testGraph.ts';
import { TestSocket } from './testkit/testSocket.ts';

let folder: string;
let graph: TestGraph;
let running: ChildProcess | undefined;

beforeAll(async () => {
  [folder, graph] = await Promise.all([mkdtemp(join(tmpdir(), 'router-')), startTestGraph()]);
  await writeFile(join(folder, 'supergraph.graphql'), graph.supergraphSdl);
  await writeFile(join(folder, 'broken.graphql'), 'type Query { a: Int');
});
afterAll(async () => {
  await graph?.close();
  await rm(folder, { recursive: true, force: true });
});
afterEach(() => {
  running?.kill('SIGKILL');
});

function start(environment: Record<string, string>): ChildProcess {
  const env = { PATH: process.env.PATH, ROUTER_AUTH: 'none', PORT: '0', ...environment };
  running = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'router/main.ts'], { env });
  return running;
}

async function ready(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const { msg, url } = JSON.parse(line);
    if (msg === 'router is ready') return url.replace('/graphql', '');
  }
  throw new Error('the router did not start');
}

describe('the router alone, serving everybody', () => {
  test('answers over HTTP and WebSocket, streams from subgraphs, passes tokens on, and stops at SIGTERM', async () => {
    const child = start({ SUPERGRAPH_FILE: join(folder, 'supergraph.graphql') });
    const url = await ready(child);
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer for-the-subgraph' },
      body: '{"query":"{ alerts { id owner { name } } broken }"}',
    });
    const { data, errors } = (await response.json()) as { data: { alerts: object[] }; errors: { message: string }[] };
    expect(data.alerts[0]).toEqual({ id: '1', owner: { name: 'Name of owner-of-1' } });
    expect(errors[0]?.message).toBe('password of the database is hunter2');
    expect(graph.alerts.seen.at(-1)?.headers.authorization).toBe('Bearer for-the-subgraph');
    expect(graph.alerts.seen.at(-1)?.headers).not.toHaveProperty('x-inopsio-context');

    const socket = await TestSocket.open(url, { authorization: 'Bearer for-the-stream' });
    socket.send({ type: 'connection_init' });
    expect(await socket.next()).toEqual({ type: 'connection_ack' });
    const listening = once(graph.drips, 'listening');
    await socket.subscribe('1', 'subscription { d: drips { number } }');
    const [headers] = await listening;
    expect(headers).toMatchObject({ authorization: 'Bearer for-the-stream' });
    graph.drips.emit('drip', 7);
    expect(await socket.next()).toEqual({ id: '1', type: 'next', payload: { data: { d: { number: 7 } } } });

    const left = once(graph.drips, 'left');
    child.kill('SIGTERM');
    expect((await socket.closed).code).toBe(1001);
    await left;
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('ends with one message that names the fault', async () => {
    const faults: [Record<string, string>, RegExp][] = [
      [
        { SUPERGRAPH_FILE: join(folder, 'none.graphql') },
        /^SUPERGRAPH_FILE names .*none\.graphql, which cannot be read\.\n$/,
      ],
      [{ SUPERGRAPH_FILE: join(folder, 'broken.graphql') }, /^The supergraph is not GraphQL: .*\n$/],
      [
        { SUPERGRAPH_FILE: join(folder, 'supergraph.graphql'), PORT: 'x' },
        /PORT must be a whole number from 0 to 65535, not "x"/,
      ],
    ];
    for (const [environment, message] of faults) {
      const child = start(environment);
      let text = '';
      child.stderr!.on('data', (data) => {
        text += data;
      });
      const [code] = await once(child, 'close');
      expect({ code, text }).toEqual({ code: 1, text: expect.stringMatching(message) });
    }
  });
});
