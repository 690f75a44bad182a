import { Pool } from 'undici';
import { CodedError } from '#platform/errors/codedError.ts';
import { readAnswer } from './readAnswer.ts';
import type { FetchLimits, SubgraphTransport } from './subgraphTransport.ts';

export interface HttpTransportOptions {
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  /** Longest time for one subgraph request, in milliseconds. */
  readonly timeout?: number;
  /** Largest answer of a subgraph, in bytes. */
  readonly maxAnswerBytes?: number;
  /** Connections kept to one subgraph at most. */
  readonly connections?: number;
}

/**
 * Reaches subgraphs by HTTP POST with JSON over kept connections, one pool per origin.
 * Redirects are not followed: a subgraph's address is the supergraph's affair. The caller's headers (signed context,
 * `traceparent`, request id) are passed on as they are.
 */
export function createHttpTransport(options: HttpTransportOptions): SubgraphTransport {
  const { timeout = 10_000, maxAnswerBytes = 64 * 1024 * 1024, connections = 128 } = options;
  const pools = new Map<string, Pool>();
  const targets = new Map(
    options.subgraphs.map(({ name, url }) => {
      const { origin, pathname, search } = new URL(url);
      const pool = pools.get(origin) ?? new Pool(origin, { connections, pipelining: 1 });
      pools.set(origin, pool);
      return [name, { pool, path: pathname + search }];
    }),
  );

  async function fetch(
    service: string,
    body: string,
    headers: Readonly<Record<string, string>>,
    limits: FetchLimits,
  ): Promise<unknown> {
    const target = targets.get(service);
    if (target === undefined) {
      throw new CodedError('INTERNAL_ERROR', { message: `The supergraph has no subgraph ${service}.` });
    }
    const ending = endingOf(limits, timeout);
    try {
      const response = await target.pool.request({
        method: 'POST',
        path: target.path,
        headers: { ...headers, 'content-type': 'application/json', accept: acceptedTypes },
        body,
        signal: ending.signal,
        // The ending's own timer is the only clock, so that a timeout always has the same error.
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      return await readAnswer(response, maxAnswerBytes);
    } catch (failure) {
      if (ending.error) throw ending.error;
      if (failure instanceof CodedError) throw failure;
      throw new CodedError('SUBGRAPH_UNAVAILABLE', { cause: failure });
    } finally {
      ending.clear();
    }
  }

  return {
    fetch,
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}

const acceptedTypes = 'application/graphql-response+json, application/json';

interface Ending {
  readonly signal: AbortSignal;
  /** Why the request was ended from this side, if it was. */
  readonly error: CodedError | undefined;
  clear(): void;
}

/** Ends a request when its time is over or its client has left, whichever comes first. */
function endingOf({ signal, deadline }: FetchLimits, timeout: number): Ending {
  const controller = new AbortController();
  let error: CodedError | undefined;
  const end = (code: 'SUBGRAPH_TIMEOUT' | 'REQUEST_CANCELLED') => {
    error ??= new CodedError(code);
    controller.abort(error);
  };
  const remaining = deadline === undefined ? timeout : Math.min(timeout, deadline - Date.now());
  const leave = () => end('REQUEST_CANCELLED');
  if (signal?.aborted) leave();
  else if (remaining <= 0) end('SUBGRAPH_TIMEOUT');
  const timer = setTimeout(() => end('SUBGRAPH_TIMEOUT'), Math.max(0, remaining));
  signal?.addEventListener('abort', leave, { once: true });
  return {
    signal: controller.signal,
    get error() {
      return error;
    },
    clear() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', leave);
    },
  };
}
