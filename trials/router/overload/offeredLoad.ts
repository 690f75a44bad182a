import { Pool } from 'undici';
import { percentile } from '../ground/percentile.ts';
import { type LoadReport, startLoad } from '../ground/steadyLoad.ts';

const headers = { 'content-type': 'application/json' };

/** What became of the requests of a load. */
export interface OfferedLoad {
  readonly sent: number;
  readonly answered: number;
  /** Refused as they should be: 503, coded, with Retry-After. */
  readonly refused: number;
  /** Anything else, and how often. */
  readonly others: readonly string[];
  readonly p50: number;
  readonly p99: number;
}

/** Requests per second that a router answers to so many clients, each of which sends its next request upon an answer. */
export async function capacityFor(url: string, bodies: readonly string[], clients: number, milliseconds: number) {
  const pool = new Pool(url, { connections: clients, pipelining: 1 });
  let answered = 0;
  const began = performance.now();
  const client = async (first: number): Promise<void> => {
    for (let n = first; performance.now() - began < milliseconds; n += clients) {
      const answer = await pool.request({
        path: '/graphql',
        method: 'POST',
        headers,
        body: bodies[n % bodies.length]!,
      });
      await answer.body.dump();
      if (answer.statusCode === 200) answered++;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, n) => client(n)));
  const seconds = (performance.now() - began) / 1_000;
  await pool.close();
  return Math.round(answered / seconds);
}

/** Offers so many requests per second for a time, however fast they are answered. */
export async function offer(
  url: string,
  bodies: readonly string[],
  rate: number,
  seconds: number,
): Promise<OfferedLoad> {
  const load = startLoad({
    url,
    rate,
    // As many as come in some seconds: no request may have to wait for the answer to another one.
    connections: 5_000,
    body: (n) => bodies[n % bodies.length]!,
    faultOf: (_n, status, text, fields) => {
      if (status === 200 && text.startsWith('{"data":{"users":[{"id":')) return undefined;
      const isRefusal = status === 503 && text.includes('"ROUTER_OVERLOADED"') && fields['retry-after'] === '1';
      return isRefusal ? 'refused' : `${status} ${text.slice(0, 200)}`;
    },
  });
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  return reportOf(await load.end());
}

function reportOf({ sent, times, faults }: LoadReport): OfferedLoad {
  return {
    sent,
    answered: times.length,
    refused: faults.get('refused') ?? 0,
    others: [...faults].filter(([fault]) => fault !== 'refused').map(([fault, count]) => `${count} × ${fault}`),
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
  };
}
