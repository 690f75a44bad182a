import type { LiveError, Payload } from './liveTypes.ts';

/** A stream that is wished for. */
export interface StreamRequest {
  readonly query: string;
  readonly variables: unknown;
  /** Behind which it is to go on. */
  readonly cursor: string | undefined;
}

/** What happens to a stream. After one of the last three nothing follows. */
export interface StreamEvents {
  /** It is in position. */
  live(): void;
  next(payload: Payload): void;
  /** Everything before this cursor was seen; comes also when there are no events. */
  position(cursor: string): void;
  /** Nothing was heard for too long. */
  stale(): void;
  complete(): void;
  /** The graph refused it. */
  refused(error: LiveError): void;
  /** The connection is gone; the stream may be asked for again. */
  lost(reason: string): void;
}

/** A way to the router. */
export interface Transport {
  /** Asks for a stream; gives the function that ends it without a word. */
  open(request: StreamRequest, events: StreamEvents): () => void;
  /** Goes on with a fresh token where connections live longer than tokens. */
  renewToken(): Promise<void>;
  close(): void;
}

/** What every transport needs. */
export interface TransportOptions {
  /** Address of the graph, e.g. `https://api.example.com/graphql`. */
  readonly url: string;
  /** Gives an access token that holds now; asked again for each connection. */
  token(): string | Promise<string>;
  /** Milliseconds without a sign of life after which a stream is stale; after twice as many it is lost. */
  readonly staleAfter: number;
}
