import { once } from 'node:events';
import { TestSocket } from '#router/testkit/testSocket.ts';

/** What a partner sends: a text, an identifier, or both. */
export interface PartnerRequest {
  readonly query?: string;
  readonly documentId?: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** One way to send it; gives the whole answer as text. */
export type PartnerWay = (url: string, token: string, request: PartnerRequest) => Promise<string>;

/** Every way in which operations come in. */
export const partnerWays: Readonly<Record<string, PartnerWay>> = {
  POST: (url, token, request) => post(url, token, request),
  GET: (url, token, request) => get(url, token, request, 'application/json'),
  batch: (url, token, request) => post(url, token, [request]),
  'event stream': (url, token, request) => get(url, token, request, 'text/event-stream'),
  'shared event stream': async (url, token, request) => {
    const authorization = { authorization: `Bearer ${token}` };
    const reserved = await fetch(`${url}/graphql/stream`, { method: 'PUT', headers: authorization });
    const stream = await fetch(`${url}/graphql/stream?token=${await reserved.text()}`, {
      headers: { accept: 'text/event-stream' },
    });
    const { extensions } = request;
    const answer = await fetch(`${url}/graphql/stream`, {
      method: 'POST',
      headers: {
        ...authorization,
        'content-type': 'application/json',
        'x-graphql-event-stream-token': stream.url.split('token=')[1]!,
      },
      body: JSON.stringify({ ...request, extensions: { ...extensions, operationId: '1' } }),
    });
    if (answer.status === 202) {
      let events = '';
      for await (const bytes of stream.body!) {
        events += Buffer.from(bytes).toString();
        if (events.includes('event: complete')) break;
      }
      return events;
    }
    await stream.body!.cancel();
    return answer.text();
  },
  WebSocket: async (url, token, request) => {
    const socket = await TestSocket.ready(url, token);
    socket.send({ id: '1', type: 'subscribe', payload: { query: '', ...request } });
    const answer = JSON.stringify(await socket.next());
    socket.socket.close(1000);
    await once(socket.socket, 'close');
    return answer;
  },
};

async function post(url: string, token: string, body: unknown): Promise<string> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return (await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) })).text();
}

async function get(url: string, token: string, request: PartnerRequest, accept: string): Promise<string> {
  const parameters = Object.entries(request).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const headers = { accept, authorization: `Bearer ${token}` };
  return (await fetch(`${url}/graphql?${new URLSearchParams(parameters)}`, { headers })).text();
}
