import { once } from 'node:events';
import { TestSocket } from '#router/testkit/testSocket.ts';

/** What came of a token: data that only signed-in callers get, or the code that refused it. */
export type Verdict = 'accepted' | string;

/** One way to bring a token to a router; the operation needs a signed-in caller. */
type Way = (url: string, token: string) => Promise<Verdict>;

const query = '{ whoami }';

function verdictOf(text: string): Verdict {
  if (/"data":\{"whoami":"/.test(text)) return 'accepted';
  return /"code":"([A-Z_]+)"/.exec(text)?.[1] ?? `unexpected: ${text.slice(0, 100)}`;
}

async function http(url: string, init: RequestInit): Promise<Verdict> {
  return verdictOf(await (await fetch(url, init)).text());
}

/** Every way there is. */
export const ways: Readonly<Record<string, Way>> = {
  POST: (url, token) =>
    http(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
    }),
  GET: (url, token) =>
    http(`${url}/graphql?${new URLSearchParams({ query })}`, { headers: { authorization: `Bearer ${token}` } }),
  'event stream': (url, token) =>
    http(`${url}/graphql?${new URLSearchParams({ query })}`, {
      headers: { accept: 'text/event-stream', authorization: `Bearer ${token}` },
    }),
  'reservation of a stream': async (url, token) => {
    const answer = await fetch(`${url}/graphql/stream`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}` },
    });
    const text = await answer.text();
    return answer.status === 201 ? 'accepted' : verdictOf(text);
  },
  connection_init: (url, token) => bySocket(url, {}, { Authorization: `Bearer ${token}` }),
  upgrade: (url, token) => bySocket(url, { authorization: `Bearer ${token}` }),
};

async function bySocket(url: string, headers: Record<string, string>, payload?: object): Promise<Verdict> {
  const socket = await TestSocket.open(url, headers);
  socket.send({ type: 'connection_init', payload });
  const acknowledged = await socket.next();
  if (!acknowledged) return (await socket.closed).reason;
  socket.send({ id: '1', type: 'subscribe', payload: { query } });
  const answer = await socket.next();
  socket.socket.close(1000);
  await once(socket.socket, 'close');
  return verdictOf(JSON.stringify(answer ?? null));
}
