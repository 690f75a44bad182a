import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { request } from 'undici';
import type { RouterOptions } from '../../routerOptions.ts';
import { type RunningRouter, startRouter } from '../../startRouter.ts';
import { startTestGraph, type TestGraph } from '../../testkit/testGraph.ts';

let graph: TestGraph;
let router: RunningRouter | undefined;

beforeAll(async () => {
  graph = await startTestGraph();
});
afterAll(() => graph?.close());
afterEach(() => router?.close());

async function serve(options: Partial<RouterOptions> = {}): Promise<string> {
  router = await startRouter({ supergraphSdl: graph.supergraphSdl, auth: 'none', port: 0, ...options });
  return `${router.url}/graphql`;
}

const json = { 'content-type': 'application/json' };
interface Asked {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers are compared as they came
  readonly body: any;
}

async function post(url: string, body: unknown, headers: object = {}): Promise<Asked> {
  const response = await fetch(url, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

describe('the audit of GraphQL over HTTP', () => {
  let url = '';
  const audits = serverAudits({ url: () => url });

  test('has 61 rules', () => {
    expect(audits).toHaveLength(61);
  });

  test('is passed in every rule', async () => {
    url = await serve();
    const results = await Promise.all(audits.map(async ({ id, name, fn }) => ({ id, name, result: await fn() })));
    const failed = results.filter(({ result }) => result.status !== 'ok').map(({ id, name }) => `${id} ${name}`);
    expect(failed).toEqual([]);
  });
});

describe('compression', () => {
  const query = `{ echo(text: "${'long '.repeat(300)}") }`;

  async function raw(url: string, accepted: string | undefined, text = query) {
    const response = await request(url, {
      method: 'POST',
      headers: { ...json, ...(accepted !== undefined && { 'accept-encoding': accepted }) },
      body: JSON.stringify({ query: text }),
    });
    return { headers: response.headers, bytes: Buffer.from(await response.body.arrayBuffer()) };
  }

  test('is by br or gzip as the client prefers, above 1,024 bytes', async () => {
    const url = await serve();
    const expected = { data: { echo: 'long '.repeat(300) } };
    const cases: [string | undefined, string | undefined, (bytes: Buffer) => Buffer][] = [
      ['gzip, deflate, br', 'br', brotliDecompressSync],
      ['gzip', 'gzip', gunzipSync],
      ['br;q=0.2, gzip;q=0.8', 'gzip', gunzipSync],
      ['*', 'br', brotliDecompressSync],
      ['br;q=0, *', 'gzip', gunzipSync],
      ['identity', undefined, (bytes) => bytes],
      [undefined, undefined, (bytes) => bytes],
      ['gzip;q=0', undefined, (bytes) => bytes],
    ];
    for (const [accepted, encoding, decompress] of cases) {
      const { headers, bytes } = await raw(url, accepted);
      expect({ accepted, encoding: headers['content-encoding'] }).toEqual({ accepted, encoding });
      expect(JSON.parse(decompress(bytes).toString())).toEqual(expected);
      expect(String(headers.vary).toLowerCase()).toContain('accept-encoding');
      expect(Number(headers['content-length'])).toBe(bytes.length);
    }
    const short = await raw(url, 'gzip, br', '{ open }');
    expect(short.headers['content-encoding']).toBeUndefined();
  });

  test('of bodies of requests is refused before they are read, so that there are no bombs', async () => {
    const url = await serve();
    const bomb = gzipSync(JSON.stringify({ query: `{ open } #${' '.repeat(10_000_000)}` }));
    for (const encoding of ['gzip', 'br', 'deflate', 'gzip, gzip', 'x-unknown']) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { ...json, 'content-encoding': encoding },
        body: bomb,
      });
      expect(response.status).toBe(415);
      expect(response.headers.get('accept-encoding')).toBe('identity');
      expect(await response.json()).toMatchObject({
        errors: [{ extensions: { code: 'CONTENT_ENCODING_UNSUPPORTED' } }],
      });
    }
  });
});

describe('batches', () => {
  test('are refused unless they are switched on', async () => {
    const url = await serve();
    const answer = await post(url, [{ query: '{ open }' }]);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ extensions: { code: 'BATCHING_DISABLED' } }] } });
  });

  test('are answered in order, each operation by itself, up to their limit', async () => {
    const url = await serve({ batchLimit: 3 });
    const batch = [{ query: '{ open }' }, { query: '{ nothing }' }, { query: '{ echo(text: "b") }' }];
    const { body } = await post(url, batch);
    expect(body).toMatchObject([
      { data: { open: 'everybody' } },
      { errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
      { data: { echo: 'b' } },
    ]);
    expect((await post(url, [...batch, ...batch])).body.errors[0].extensions.code).toBe('LIMIT_BATCH');
    expect((await post(url, [])).body.errors[0].extensions.code).toBe('BAD_REQUEST');
    const stream = await post(url, [{ query: 'subscription { ticks(count: 1) { number } }' }]);
    expect(stream.body[0].errors[0].extensions.code).toBe('SUBSCRIPTION_NEEDS_STREAM');
  });
});

test('uploads are refused, and the client learns where files go', async () => {
  const url = await serve();
  const form = new FormData();
  form.set('operations', '{"query":"mutation ($file: Upload!) { upload(file: $file) }"}');
  form.set('map', '{"0":["variables.file"]}');
  form.set('0', new Blob(['content']), 'a.txt');
  const response = await fetch(url, { method: 'POST', body: form });
  expect(response.status).toBe(415);
  const { errors } = (await response.json()) as { errors: { message: string; extensions: object }[] };
  expect(errors[0]).toMatchObject({ extensions: { code: 'UPLOAD_NOT_SUPPORTED' } });
  expect(errors[0]?.message).toContain('presigned');
});

describe('incremental delivery', () => {
  const query = '{ open ... @defer(label: "later") { alerts { id } } people @stream(initialCount: 1) { id } }';

  test('is answered at once and complete, in the media type that the client takes', async () => {
    const url = await serve();
    const data = { open: 'everybody', alerts: [{ id: '1' }, { id: '2' }], people: [] };
    const apollo = 'multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9';
    const asApollo = await post(url, { query }, { accept: apollo });
    expect(asApollo.body).toEqual({ data });
    expect(asApollo.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
    expect((await post(url, { query })).body).toEqual({ data });
    for (const document of [query, '{ nothing }']) {
      const only = await fetch(url, {
        method: 'POST',
        headers: { ...json, accept: 'multipart/mixed' },
        body: JSON.stringify({ query: document }),
      });
      if (document !== query) {
        expect(await only.json()).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
        continue;
      }
      expect(only.headers.get('content-type')).toBe('multipart/mixed; boundary="-"');
      const [before, part, end] = (await only.text()).split(/\r\n---(?:--)?\r\n/);
      expect([before, end]).toEqual(['', '']);
      const [headers, body] = part!.split('\r\n\r\n');
      expect(headers).toBe('Content-Type: application/json; charset=utf-8');
      expect(JSON.parse(body!)).toEqual({ data, hasNext: false });
    }
  });

  test('is validated as the specification has it', async () => {
    const url = await serve();
    const refused = [
      '{ open @stream }',
      '{ open @defer }',
      '{ alerts @stream(label: "a") { id } ... @defer(label: "a") { open } }',
      'query ($l: String) { ... @defer(label: $l) { open } }',
      'mutation { ... @defer { raise(id: 1) { id } } }',
      '{ ... @defer(unless: true) { open } }',
    ];
    for (const document of refused) {
      expect((await post(url, { query: document })).body.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    }
    const conditional = 'query ($d: Boolean!) { ... @defer(if: $d) { open } }';
    expect((await post(url, { query: conditional, variables: { d: true } })).body).toEqual({
      data: { open: 'everybody' },
    });
  });
});

describe('demand control', () => {
  test('refuses by the estimated cost of the audience, with the figures, before anything is fetched', async () => {
    const url = await serve({ costLimits: { public: 15, user: 1, partner: 1 } });
    graph.alerts.seen.length = 0;
    const refused = await post(url, { query: '{ alerts { id owner { id } } }' });
    expect(refused.body.errors[0].extensions).toMatchObject({ code: 'LIMIT_COST', cost: 20, limit: 15 });
    expect(graph.alerts.seen).toEqual([]);
    expect((await post(url, { query: '{ alerts { id } }' })).body.data.alerts).toHaveLength(2);
  });

  test('is off with a limit of 0', async () => {
    const url = await serve({ costLimits: { public: 0, user: 1, partner: 1 } });
    expect((await post(url, { query: '{ alerts { id owner { id } } }' })).body.data.alerts).toHaveLength(2);
  });
});
