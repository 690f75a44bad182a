import type { Principal } from '#platform/identity/principal.ts';
import type { OperationDocument } from '../documents/operationDocument.ts';
import type { FrameStream } from '../live/frameStream.ts';
import type { Answer } from './answer.ts';
import type { OperationParameters } from './operationParameters.ts';
import type { Phases } from './pluginPhases.ts';

/** Runs exchanges over one supergraph to their outcome. */
export interface Serving {
  run(exchange: Exchange): Promise<NonNullable<Exchange['outcome']>>;
}

/**
 * One operation on its way through the stages, over HTTP, SSE or WebSocket alike. The first part is given by the
 * transport; each stage fills in what it makes.
 */
export interface Exchange {
  readonly transport: 'http' | 'sse' | 'websocket';
  readonly requestId: string;
  readonly traceparent: string;
  /** Who asks; null for a request without token. */
  readonly principal: Principal | null;
  /** Headers of the client that subgraphs get as they are, by an allow list. */
  readonly passedHeaders: Readonly<Record<string, string>>;
  /** As they were sent; once a persisted document is found, with its text. */
  parameters: OperationParameters;
  /** Cursor with which an event stream over HTTP comes back, from the header Last-Event-ID. */
  readonly lastEventId?: string | undefined;
  /** True where the transport promises that nothing changes, as GET does. */
  readonly safeMethod: boolean;
  /** Aborted when the client has left. */
  readonly signal: AbortSignal;

  /** The supergraph that finishes it, whichever comes into service meanwhile. */
  serving?: Serving;
  /** Envelop's hooks for this operation. */
  phases: Phases;
  /** From parse on. */
  document?: OperationDocument;
  /** From compile on. */
  variables?: Readonly<Record<string, unknown>>;
  /** From execute on: one answer, or a stream of them. */
  outcome?: Answer | FrameStream | AsyncIterable<unknown>;
}
