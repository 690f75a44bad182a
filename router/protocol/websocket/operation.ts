import type { FrameWriter } from '../../live/frameStream.ts';
import type { SharedFrame } from '../../live/sharedFrame.ts';
import type { Connection } from './connection.ts';

/** Whose an operation is: its end is told to it, and by it to the client. */
export interface OperationOwner {
  readonly connection: Connection;
  /** The operation has come to its end. */
  complete(operation: Operation): void;
  /** The operation ended because of an error. */
  fail(operation: Operation, error: unknown): void;
}

/**
 * One operation of a WebSocket, from `subscribe` to its end. Thousands may be open: it keeps its id and its stream, and
 * nothing of the request.
 */
export class Operation implements FrameWriter {
  readonly id: string;
  /** What ends when the operation does, once it is there. */
  stream: { return?(): unknown } | undefined;
  /** Aborted when the client wants no more of it. */
  readonly #left = new AbortController();
  readonly #idAsJson: string;
  readonly #owner: OperationOwner;

  constructor(id: string, owner: OperationOwner) {
    this.id = id;
    this.#idAsJson = JSON.stringify(id);
    this.#owner = owner;
  }

  get signal(): AbortSignal {
    return this.#left.signal;
  }

  /** Ends whatever is done for it: what subgraphs work on, and its stream. */
  leave(): void {
    this.#left.abort();
    void this.stream?.return?.();
  }

  write(frame: SharedFrame): void {
    this.#owner.connection.write(frame, this.#idAsJson);
  }

  room(): Promise<void> | undefined {
    return this.#owner.connection.room();
  }

  ended(error?: Error): void {
    if (error) this.#owner.fail(this, error);
    else this.#owner.complete(this);
  }

  /** The protocol's message about this operation; the payload is JSON already. */
  message(type: 'next' | 'error' | 'complete', payload?: string): string {
    return `{"id":${this.#idAsJson},"type":"${type}"${payload === undefined ? '' : `,"payload":${payload}`}}`;
  }
}
