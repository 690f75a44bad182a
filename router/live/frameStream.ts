import type { ExecutionResult } from 'graphql';
import type { CursorBinding } from '#platform/cursors/cursorBinder.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import type { Frame, SharedFrame } from './sharedFrame.ts';

/** Gets what a source of frames gives; after `end` nothing follows. */
export interface FrameReceiver {
  /** Makes sealed positions cursors of the subscriber; without it frames have none. */
  readonly binding?: CursorBinding | undefined;
  frame(frame: Frame): void;
  /** For a source that can wait, as a replay can: resolves when the reader has caught up; undefined when it has. */
  room?(): Promise<void> | undefined;
  /** @param error why the stream ended; nothing when it simply came to its end */
  end(error?: Error): void;
}

/** A source that is in position. */
export interface OpenedSource {
  /** Ends it and releases what it holds. */
  stop(): void;
  /** Cursor of the receiver behind the last frame given, where the source can be resumed. */
  cursor?(): string | undefined;
}

/** Takes the frames of a stream as they come. */
export interface FrameWriter {
  write(frame: SharedFrame): void;
  /** Resolves when what was written is on its way; undefined when it is. */
  room?(): Promise<void> | undefined;
  /** @param error why the stream ended; nothing when it simply came to its end */
  ended(error?: Error): void;
}

/** Starts a source. Resolves once it is in position. */
export type OpenSource = (receiver: FrameReceiver) => Promise<OpenedSource>;

type Result = IteratorResult<ExecutionResult, void>;

/** Frames that nobody takes are kept up to this number; then the stream ends, to be subscribed again. */
const waitingAtMost = 1_000;

export interface FrameStreamOptions {
  /** Makes sealed positions cursors of the subscriber; without it frames have none. */
  readonly binding?: CursorBinding;
  /** Called once, at the end of the stream, or when it could not be opened. */
  readonly release?: () => void;
}

/**
 * One subscriber's stream of frames. States: *waiting* (frames are kept until somebody takes them), *direct* (each
 * frame goes to a writer as prepared bytes), *iterated* (each is parsed for a consumer of an async iterator, which
 * Envelop plugins and plain code are), and *ended*, from any of them: by the source, its error, or the subscriber.
 */
export class FrameStream implements AsyncGenerator<ExecutionResult, void, void>, FrameReceiver {
  #waiting: SharedFrame[] = [];
  #takers: { resolve(result: Result): void; reject(error: Error): void }[] = [];
  #writer: FrameWriter | undefined;
  #ended = false;
  #error: Error | undefined;
  #source: OpenedSource | undefined;
  readonly binding: CursorBinding | undefined;

  readonly #release: (() => void) | undefined;

  private constructor({ binding, release }: FrameStreamOptions) {
    this.binding = binding;
    this.#release = release;
  }

  /**
   * Starts the source and gives its stream. Rejects with what the source rejects with.
   */
  static async open(source: OpenSource, options: FrameStreamOptions = {}): Promise<FrameStream> {
    const stream = new FrameStream(options);
    const opened = await source(stream).catch((error) => {
      stream.end();
      throw error;
    });
    if (stream.#ended) opened.stop();
    else stream.#source = opened;
    return stream;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Whether there are frames that nobody has taken yet. */
  get waits(): boolean {
    return this.#waiting.length > 0;
  }

  /** Cursor behind everything that was written; undefined where the stream cannot be resumed, or waits or has ended. */
  get cursor(): string | undefined {
    return this.waits ? undefined : this.#source?.cursor?.();
  }

  /** Hands each frame to the writer at once, those that waited first, and then tells it the end. */
  writeTo(writer: FrameWriter): void {
    this.#writer = writer;
    for (const frame of this.#waiting.splice(0)) writer.write(frame);
    if (this.#ended) writer.ended(this.#error);
  }

  /** Hands each frame to the writer at once; resolves at the end of the stream, rejects with what it ended with. */
  writtenBy(writer: Omit<FrameWriter, 'ended'>): Promise<void> {
    return new Promise((resolve, reject) =>
      this.writeTo({ ...writer, ended: (error) => (error ? reject(error) : resolve()) }),
    );
  }

  next(): Promise<Result> {
    const frame = this.#waiting.shift();
    if (frame) return Promise.resolve({ done: false, value: JSON.parse(frame.json) as ExecutionResult });
    if (this.#error) {
      const error = this.#error;
      this.#error = undefined;
      return Promise.reject(error);
    }
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve, reject) => this.#takers.push({ resolve, reject }));
  }

  /** The subscriber is gone: the source is released at once. */
  async return(): Promise<IteratorReturnResult<void>> {
    this.#waiting = [];
    this.end();
    return { done: true, value: undefined };
  }

  /** Ends it from the router's side, with the reason that its subscriber gets. */
  endWith(error: Error): void {
    this.end(error);
  }

  async throw(error: unknown): Promise<never> {
    await this.return();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  /** For the source: the next frame. */
  frame(given: Frame): void {
    if (this.#ended) return;
    const frame = given.for(this.binding);
    if (this.#writer) {
      this.#writer.write(frame);
      return;
    }
    const taker = this.#takers.shift();
    if (taker) taker.resolve({ done: false, value: JSON.parse(frame.json) as ExecutionResult });
    else if (this.#waiting.push(frame) > waitingAtMost) this.end(new CodedError('LIVE_OVERLOADED'));
  }

  /** For the source: whether to wait. */
  room(): Promise<void> | undefined {
    return this.#writer?.room?.();
  }

  /** For the source: nothing follows. */
  end(error?: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#source?.stop();
    this.#source = undefined;
    this.#release?.();
    if (this.#writer) {
      this.#writer.ended(error);
      return;
    }
    const [first, ...others] = this.#takers.splice(0);
    if (error && first) first.reject(error);
    else if (error) this.#error = error;
    else first?.resolve({ done: true, value: undefined });
    for (const taker of others) taker.resolve({ done: true, value: undefined });
  }
}
