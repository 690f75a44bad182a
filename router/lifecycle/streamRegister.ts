import { parse, print, validate } from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';
import type { CompiledOperation } from '../execute/compiledOperation.ts';
import type { Exchange } from '../pipeline/exchange.ts';
import type { Generation } from './generation.ts';

/** A stream that a client subscribed to, and that can be ended from here. */
interface OpenStream {
  /** Nothing else of the exchange: a stream lives long, and there are many. */
  readonly document: Exchange['document'];
  readonly stream: WeakRef<EndableStream>;
}

interface EndableStream {
  return(): Promise<unknown>;
  /** Ends it with the reason why, where the stream can carry one. */
  endWith?(error: Error): void;
  readonly ended?: boolean;
}

/** Knows the streams that are open, to end those that a new supergraph changes. Streams that nobody holds are forgotten. */
export class StreamRegister {
  #streams = new Set<OpenStream>();
  #pruneAt = 1_000;

  add(exchange: Pick<Exchange, 'document'>, outcome: unknown): void {
    if (!isEndable(outcome)) return;
    this.#streams.add({ document: exchange.document, stream: new WeakRef(outcome) });
    if (this.#streams.size > this.#pruneAt) this.#prune();
  }

  /**
   * Ends streams whose subscription is no longer valid, or would be answered by another plan. The others go on as they
   * are. Returns how many it ended.
   */
  endThoseTouchedBy(generation: Generation): number {
    this.#prune();
    const verdicts = new Map<CompiledOperation, boolean>();
    let ended = 0;
    for (const open of this.#streams) {
      const compiled = open.document?.compiled;
      const stream = open.stream.deref();
      if (!compiled || !stream) continue;
      const touched = verdicts.get(compiled) ?? isTouched(open, compiled, generation);
      verdicts.set(compiled, touched);
      if (!touched) continue;
      this.#streams.delete(open);
      ended++;
      if (stream.endWith) stream.endWith(new CodedError('SUBSCRIPTION_ENDED_BY_CHANGE'));
      else void stream.return();
    }
    return ended;
  }

  #prune(): void {
    for (const open of this.#streams) {
      const stream = open.stream.deref();
      if (stream === undefined || stream.ended) this.#streams.delete(open);
    }
    this.#pruneAt = Math.max(1_000, this.#streams.size * 2);
  }
}

function isTouched({ document }: OpenStream, compiled: CompiledOperation, { engine }: Generation): boolean {
  if (!document) return true;
  try {
    // Nodes of the old document carry nothing of the old schema; a fresh parse keeps both sides apart all the same.
    const fresh = parse(print(document.executable), { noLocation: true });
    if (validate(engine.apiSchema, fresh).length > 0) return true;
    return engine.compile(fresh, compiled.name).planText !== compiled.planText;
  } catch {
    return true;
  }
}

function isEndable(value: unknown): value is EndableStream {
  return typeof (value as EndableStream | null)?.return === 'function';
}
