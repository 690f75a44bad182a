import { Pool } from 'undici';

/** Requests that are sent at their times, whether those before them are answered or not. */
export interface LoadOptions {
  readonly url: string;
  /** Requests per second. */
  readonly rate: number;
  /** Requests that may be under way at once, 512 unless said otherwise; others wait here. */
  readonly connections?: number;
  /** Body of the request of that number; each its own, so that nothing is shared between requests. */
  body(n: number): string;
  /** What is wrong with an answer; nothing where it is as it has to be. */
  faultOf(n: number, status: number, text: string, headers: Readonly<Record<string, unknown>>): string | undefined;
}

/** What came of a load. */
export interface LoadReport {
  readonly sent: number;
  /** Milliseconds from the moment when a request was due to the end of its answer, of those without fault. */
  readonly times: readonly number[];
  /** What went wrong, and how often. */
  readonly faults: ReadonlyMap<string, number>;
}

/** Requests that are being sent. */
export interface SteadyLoad {
  /** Requests that were sent so far. */
  readonly sent: number;
  /** Stops sending; resolves when everything is answered. */
  end(): Promise<LoadReport>;
}

/** How often requests that are due are sent, in milliseconds. */
const tick = 4;

/** Begins to send. Times count from when a request was due, so that a router that stalls is not spared the waiting. */
export function startLoad({ url, rate, connections = 512, body, faultOf }: LoadOptions): SteadyLoad {
  const pool = new Pool(url, { connections, pipelining: 1, headersTimeout: 60_000, bodyTimeout: 60_000 });
  const times: number[] = [];
  const faults = new Map<string, number>();
  const running = new Set<Promise<void>>();
  const began = performance.now();
  let sent = 0;

  const send = async (n: number, due: number): Promise<void> => {
    const fault = await pool
      .request({ path: '/graphql', method: 'POST', headers: { 'content-type': 'application/json' }, body: body(n) })
      .then(async (answer) => faultOf(n, answer.statusCode, await answer.body.text(), answer.headers))
      .catch((error: Error) => `${error.name}: ${error.message}`);
    if (fault === undefined) times.push(performance.now() - due);
    else faults.set(fault, (faults.get(fault) ?? 0) + 1);
  };
  const timer = setInterval(() => {
    for (let due = began + (sent * 1000) / rate; due <= performance.now(); due = began + (sent * 1000) / rate) {
      const one = send(sent++, due).finally(() => running.delete(one));
      running.add(one);
    }
  }, tick);
  return {
    get sent() {
      return sent;
    },
    async end() {
      clearInterval(timer);
      await Promise.all(running);
      await pool.close();
      return { sent, times, faults };
    },
  };
}

/** The load for so many requests, to its end. */
export async function loadOf(requests: number, options: LoadOptions): Promise<LoadReport> {
  let load: SteadyLoad | undefined;
  await new Promise<void>((resolve) => {
    load = startLoad({
      ...options,
      body(n) {
        if (n + 1 === requests) resolve();
        return options.body(n);
      },
    });
  });
  return load!.end();
}

/** The faults of a load as lines of a report. */
export function faultLines(what: string, { faults }: LoadReport): string[] {
  return [...faults].map(([fault, count]) => `${what}: ${count} × ${fault}`);
}
