import type { IncomingHttpHeaders } from 'node:http';
import type { Exchange } from './exchange.ts';
import type { PluginPhases } from './pluginPhases.ts';
import { traceparentFrom } from './traceparent.ts';

/** What a transport knows of an operation as it comes in. */
export interface Arrival
  extends Pick<Exchange, 'transport' | 'requestId' | 'principal' | 'parameters' | 'safeMethod' | 'signal'> {
  /** Headers of the request, or of the upgrade that opened the WebSocket. */
  readonly headers: IncomingHttpHeaders;
}

/** Makes the function that begins the exchange of an operation; `passed` names the headers that subgraphs get as they are. */
export function exchangeBeginner(
  pluginPhases: PluginPhases,
  passed: readonly string[],
): (arrival: Arrival) => Exchange {
  return ({ headers, transport, requestId, principal, parameters, safeMethod, signal }) => {
    const passedHeaders: Record<string, string> = {};
    for (const name of passed) {
      const value = headers[name];
      if (typeof value === 'string') passedHeaders[name] = value;
    }
    const exchange: Omit<Exchange, 'phases'> & { phases?: Exchange['phases'] } = {
      transport,
      requestId,
      traceparent: traceparentFrom(headers.traceparent?.toString()),
      principal,
      passedHeaders,
      parameters,
      lastEventId: transport === 'sse' ? headers['last-event-id']?.toString() : undefined,
      safeMethod,
      signal,
    };
    exchange.phases = pluginPhases.begin({ exchange, requestId, principal, params: parameters });
    return exchange as Exchange;
  };
}
