/** How the executor reaches subgraphs. What is behind it (HTTP, in process) is no concern of the executor. */
export interface SubgraphTransport {
  /**
   * Sends one GraphQL request and gives the parsed answer, whatever its shape; the executor checks it.
   *
   * @param service name of the subgraph in the supergraph
   * @param body JSON text with `query` and `variables`
   * Rejects with CodedError SUBGRAPH_UNAVAILABLE, SUBGRAPH_TIMEOUT, SUBGRAPH_INVALID_ANSWER,
   * SUBGRAPH_ANSWER_TOO_LARGE, SUBGRAPH_OVERLOADED or REQUEST_CANCELLED.
   */
  fetch(
    service: string,
    body: string,
    headers: Readonly<Record<string, string>>,
    limits: FetchLimits,
  ): Promise<unknown>;
  /**
   * Sends later requests to a subgraph over new connections: those that are kept may be dead without anybody having been
   * told, as after a network that lost everything. Running requests keep theirs. A transport that keeps none has none.
   */
  renew?(service: string): void;
  /** Closes connections once running requests have ended. */
  close(): Promise<void>;
}

/** What bounds one request to a subgraph. */
export interface FetchLimits {
  /** Ends the request when aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Moment, in milliseconds since the epoch, after which the answer is of no use. */
  readonly deadline?: number | undefined;
  /** Whether asking again changes nothing, so that a failed request may be repeated. */
  readonly idempotent?: boolean | undefined;
  /** Order of the client's request among all: of those that wait, lower numbers go first. */
  readonly order?: number | undefined;
  /**
   * Bytes of an answer that the caller knows. When the subgraph sends the same again, the promise gives
   * `unchanged` instead of the parsed answer; a transport that cannot tell always parses.
   */
  readonly known?: Buffer | undefined;
  /** Reads the text of the answer, as JSON.parse would; a transport that has no text does not call it. */
  readonly read?: ((text: string) => unknown) | undefined;
  /** Hears the bytes of a good answer; they are of use only during the call. A transport that has none does not call it. */
  onBody?: ((bytes: Buffer) => void) | undefined;
}
