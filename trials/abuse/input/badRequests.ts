import { mutateText, mutateValue } from './mutate.ts';
import type { Random } from './random.ts';

/** A request over HTTP that may be wrong in any way. */
export interface BadRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Requests that are right, of every kind the router serves. */
const bodies: readonly object[] = [
  { query: '{ open }' },
  {
    query: 'query A($t: String!, $n: Int = 2) { echo(text: $t, times: $n) }',
    variables: { t: 'a', n: 3 },
    operationName: 'A',
  },
  { query: '{ alerts { id owner { id ...P } } people { name } } fragment P on Person { name __typename }' },
  { query: 'mutation M($id: ID!) { raise(id: $id) { id owner { name } } }', variables: { id: 'x' } },
  { query: 'subscription { ticks(count: 2) { number owner { name } } }' },
  { query: '{ __schema { types { name fields { name type { name ofType { name } } } } } }' },
  { query: '{ open broken @include(if: true) ... @defer(label: "l") { alerts { id } } }' },
  { extensions: { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } }, variables: {} },
  { documentId: 'sha256:abc', query: '{ open }', extensions: { operationId: '1' } },
];
const methods = ['POST', 'POST', 'POST', 'POST', 'GET', 'GET', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'];
const paths = [
  '/graphql',
  '/graphql',
  '/graphql',
  '/graphql',
  '/graphql/stream',
  '/graphiql',
  '/health/ready',
  '/',
  '/graphql/',
];
const headerValues: Readonly<Record<string, readonly string[]>> = {
  accept: [
    'application/json',
    'application/graphql-response+json',
    'text/event-stream',
    'multipart/mixed',
    '*/*',
    'a/b;q=2',
    ';;;',
    'text/html',
  ],
  'content-type': [
    'application/json',
    'application/json; charset=latin1',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/graphql',
    '',
    ';',
  ],
  'accept-encoding': ['gzip, br', 'br;q=x', ';q=1', '*'.repeat(100)],
  'content-encoding': ['gzip', 'identity', 'br'],
  authorization: ['Bearer a.b.c', 'Basic YTpi', 'Bearer', '  ', `Bearer ${'x'.repeat(4_000)}`],
  origin: ['null', 'https://evil.example', 'not an origin'],
  'sec-fetch-site': ['cross-site', 'same-origin', 'x'],
  'x-request-id': ['ok', '<script>', 'x'.repeat(500), '%{(#x)}'],
  'x-tenant-id': ['acme', '../..', '\u00e9'],
  traceparent: ['00-0-0-0', `00-${'f'.repeat(32)}-${'1'.repeat(16)}-01`],
  'x-graphql-event-stream-token': ['none', '', '__proto__'],
};

/** The next bad request of a sequence. */
export function badRequest(random: Random): BadRequest {
  const method = random.pick(methods);
  const whole = random.pick(bodies);
  const kind = random.below(3);
  const value = kind === 0 ? mutateValue(random, whole) : whole;
  const text = JSON.stringify(value) ?? '';
  const body = kind === 1 ? mutateText(random, text) : text;
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (kind === 2 || random.below(4) === 0) {
    for (let left = 1 + random.below(3); left > 0; left--) {
      const name = random.pick(Object.keys(headerValues));
      headers[name] = random.pick(headerValues[name]!);
    }
  }
  const path = random.pick(paths);
  const withBody = method === 'POST' || method === 'PUT' || method === 'PATCH';
  return { method, path: withBody ? path : path + query(random, whole), headers, body: withBody ? body : undefined };
}

function query(random: Random, body: object): string {
  const parameters = Object.entries(body).map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const mutated = random.below(2) === 0 ? mutateText(random, text) : text;
    return `${name}=${encode(mutated)}`;
  });
  return `?${parameters.join('&')}`.slice(0, 12_000);
}

/** Half a character cannot be encoded; it is sent as the sign for that. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** Messages on a WebSocket, right ones and mutated ones. */
export function badMessages(random: Random): string[] {
  const right = [
    { type: 'connection_init', payload: { Authorization: 'Bearer x.y.z' } },
    { type: 'ping', payload: { a: 1 } },
    { type: 'pong' },
    { id: '1', type: 'subscribe', payload: random.pick(bodies) },
    { id: '1', type: 'complete' },
    { id: '1', type: 'next', payload: {} },
  ];
  return Array.from({ length: 1 + random.below(3) }, () => {
    const message = random.pick(right);
    const kind = random.below(3);
    if (kind === 0) return JSON.stringify(mutateValue(random, message)) ?? '';
    return kind === 1 ? mutateText(random, JSON.stringify(message)) : JSON.stringify(message);
  });
}

/** Bytes that are hardly HTTP any more. */
export function badBytes(random: Random): Buffer {
  const right =
    'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 19\r\nconnection: close\r\n\r\n{"query":"{ open }"}';
  return Buffer.from(mutateText(random, right), random.below(2) === 0 ? 'utf8' : 'latin1');
}
