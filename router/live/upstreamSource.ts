import { type Client, createClient } from 'graphql-ws';
import { CodedError } from '#platform/errors/codedError.ts';
import type { CompiledOperation, SubscriptionSource } from '../execute/compiledOperation.ts';
import type { Exchange } from '../pipeline/exchange.ts';
import type { SubgraphHeaders } from '../pipeline/subgraphHeaders.ts';
import type { FrameReceiver, OpenSource } from './frameStream.ts';
import { SharedFrame } from './sharedFrame.ts';
import type { UpstreamSockets } from './upstreamSockets.ts';

/** A subscription that its subgraph streams. */
export interface UpstreamRequest {
  readonly exchange: Exchange;
  readonly compiled: CompiledOperation;
  readonly source: SubscriptionSource;
  readonly variables: Readonly<Record<string, unknown>>;
  /** WebSocket address of the subgraph. */
  readonly url: string;
  readonly headers: SubgraphHeaders;
  readonly upstreamSockets: UpstreamSockets;
  /** Milliseconds that the fetches for one frame may take. */
  readonly timeout: number;
}

/** Frames of the subgraph that may wait while earlier ones are completed from other subgraphs. */
const waitingAtMost = 1_000;

/**
 * A source fed by a subgraph over graphql-transport-ws. Each subscription has its own connection, opened with the
 * identity of its subscriber: identities never share a socket, and ending the subscription ends all of it.
 * The source is in position once the subgraph acknowledged the connection and the subscription is on its way.
 */
export function upstreamSource(request: UpstreamRequest): OpenSource {
  return (receiver) =>
    new Promise((resolve, reject) => {
      const { exchange, source, url } = request;
      const headers = request.headers(exchange);
      const gone = new AbortController();
      let client: Client | undefined;
      const stop = (): void => {
        gone.abort();
        void client?.dispose();
      };
      const fail = (cause: unknown): void => {
        const error = new CodedError('SUBSCRIPTION_FAILED', { cause });
        reject(error);
        receiver.end(error);
        stop();
      };
      const frames = inOrder(request, receiver, headers, gone.signal, fail);
      client = createClient({
        url,
        webSocketImpl: request.upstreamSockets.socketWith(headers),
        connectionParams: { ...exchange.passedHeaders },
        retryAttempts: 0,
        lazy: true,
        // The failure reaches `fail` by the subscription; the connection's own report would only repeat it.
        onNonLazyError: () => undefined,
      });
      client.on('connected', () => queueMicrotask(() => resolve({ stop })));
      client.subscribe(
        { query: source.operation, variables: pick(request.variables, source.variableUsages) },
        {
          next: (frame) => frames.push(frame as Readonly<Record<string, unknown>>),
          error: fail,
          complete: () =>
            frames.complete(() => {
              receiver.end();
              stop();
              resolve({ stop });
            }),
        },
      );
    });
}

/** Completes frames one after the other, so that they leave as they came. */
function inOrder(
  { compiled, variables, timeout }: UpstreamRequest,
  receiver: FrameReceiver,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  fail: (cause: unknown) => void,
): { push(frame: { readonly data?: unknown; readonly errors?: unknown }): void; complete(then: () => void): void } {
  let last = Promise.resolve();
  let waiting = 0;
  return {
    push(frame) {
      if (++waiting > waitingAtMost) return fail(new CodedError('LIVE_OVERLOADED'));
      last = last
        .then(async () => {
          if (signal.aborted) return;
          const deadline = Date.now() + timeout;
          const request = { variables, headers: () => headers, signal, deadline };
          const { json } = await compiled.executeEvent(request, { kind: 'frame', frame });
          receiver.frame(new SharedFrame(json));
        })
        .catch(fail)
        .finally(() => waiting--);
    },
    complete: (then) => void last.then(then),
  };
}

function pick(variables: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => name in variables).map((name) => [name, variables[name]]));
}
