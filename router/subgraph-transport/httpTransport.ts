import { Pool } from 'undici';
import { CodedError } from '#platform/errors/codedError.ts';
import { CallClock } from './callClock.ts';
import { SubgraphCall } from './subgraphCall.ts';
import type { FetchLimits, SubgraphTransport } from './subgraphTransport.ts';

/** What a transport over HTTP is made with. */
export interface HttpTransportOptions {
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  /** Longest time for one subgraph request, in milliseconds. */
  readonly timeout?: number;
  /** Largest answer of a subgraph, in bytes, compressed or not. */
  readonly maxAnswerBytes?: number;
  /** Whether subgraphs may compress their answers; worth it only over slow networks. */
  readonly compression?: boolean;
  /** Whether HTTP/2 is used where a TLS origin offers it. */
  readonly http2?: boolean;
}

/** A transport whose subgraphs may move while it runs. */
export interface HttpTransport extends SubgraphTransport {
  /** Adds subgraphs and changes addresses; those that are not named stay, since running streams may still ask them. */
  setSubgraphs(subgraphs: HttpTransportOptions['subgraphs']): void;
}

/**
 * Reaches subgraphs by HTTP POST with JSON over kept connections, one pool per origin.
 * Redirects are not followed: a subgraph's address is the supergraph's affair. The caller's headers (signed context,
 * `traceparent`, request id) are passed on as they are, and `x-request-timeout` says how many milliseconds the answer
 * is of use.
 */
export function createHttpTransport(options: HttpTransportOptions): HttpTransport {
  const { timeout = 30_000, maxAnswerBytes = 64 * 1024 * 1024 } = options;
  const own = ['content-type', 'application/json', 'accept', acceptedTypes];
  if (options.compression) own.push('accept-encoding', 'gzip, br');
  const clock = new CallClock();
  const pools = new Map<string, Pool>();
  const left = new Set<Promise<void>>();
  const targets = new Map<string, { readonly origin: string; readonly path: string }>();

  function poolOf(origin: string): Pool {
    let pool = pools.get(origin);
    if (pool === undefined) {
      // The clock is the only one, so that a timeout always has the same error.
      const timers = { headersTimeout: 0, bodyTimeout: 0 };
      // As many connections as calls: those who call bound them, and know which one has to wait.
      pool = new Pool(origin, { connections: null, pipelining: 1, ...timers, allowH2: options.http2 ?? false });
      pools.set(origin, pool);
    }
    return pool;
  }

  function setSubgraphs(subgraphs: HttpTransportOptions['subgraphs']): void {
    for (const { name, url } of subgraphs) {
      const { origin, pathname, search } = new URL(url);
      targets.set(name, { origin, path: pathname + search });
    }
  }

  setSubgraphs(options.subgraphs);
  return {
    fetch(service, body, headers, limits: FetchLimits) {
      const { signal, deadline } = limits;
      const target = targets.get(service);
      if (target === undefined) {
        const message = `The supergraph has no subgraph ${service}.`;
        return Promise.reject(new CodedError('INTERNAL_ERROR', { message }));
      }
      if (signal?.aborted) return Promise.reject(new CodedError('REQUEST_CANCELLED'));
      const now = Date.now();
      const end = deadline === undefined ? now + timeout : Math.min(now + timeout, deadline);
      if (end <= now) return Promise.reject(new CodedError('SUBGRAPH_TIMEOUT'));
      return new Promise((resolve, reject) => {
        const call = new SubgraphCall({ clock, maxAnswerBytes, end, limits }, resolve, reject);
        const request = {
          method: 'POST' as const,
          path: target.path,
          headers: headersOf(headers, own, end - now),
          body,
        };
        poolOf(target.origin).dispatch(request, call);
      });
    },
    setSubgraphs,
    renew(service) {
      const origin = targets.get(service)?.origin;
      const pool = origin === undefined ? undefined : pools.get(origin);
      if (pool === undefined) return;
      pools.delete(origin!);
      const closed = pool.close().then(() => void left.delete(closed));
      left.add(closed);
    },
    async close() {
      await Promise.all([...left, ...[...pools.values()].map((pool) => pool.close())]);
    },
  };
}

const acceptedTypes = 'application/graphql-response+json, application/json';

/** Headers in the flat form that undici takes without another look at them. */
function headersOf(given: Readonly<Record<string, string>>, own: readonly string[], remaining: number): string[] {
  const headers = [...own, 'x-request-timeout', `${remaining}`];
  for (const name in given) headers.push(name, given[name] as string);
  return headers;
}
