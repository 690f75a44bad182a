import { CodedError } from '#platform/errors/codedError.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { Exchange } from '../pipeline/exchange.ts';
import type { TransportParts } from '../protocol/transportParts.ts';
import type { Generation, ServingGeneration } from './generation.ts';
import { StreamRegister } from './streamRegister.ts';
import { checksumOf } from './verifySupergraph.ts';

/** How the supergraph in service came there, for metrics. */
export interface SupergraphState {
  readonly checksum: string;
  /** Moment in milliseconds since the epoch since when it serves. */
  readonly since: number;
  readonly swaps: number;
  readonly refused: number;
  /** Why the last one offered was refused; nothing when it was taken. */
  readonly lastRefusal: string | undefined;
  /** Streams that were ended because a new supergraph changed what they ask. */
  readonly endedStreams: number;
}

/** Makes all that serves a supergraph; throws CodedError when it cannot be used. */
export type BuildGeneration = (sdl: string, checksum: string) => Promise<Generation>;

/**
 * Serves the present supergraph and exchanges it for another one while requests run: each request is finished by the
 * generation that began it, and no request waits. What cannot be used is refused, and the present one stays.
 */
export class SupergraphLifecycle implements Pick<TransportParts, 'begin' | 'run'> {
  readonly #build: BuildGeneration;
  readonly #logger: Logger;
  readonly #swapped: (generation: Generation) => void;
  readonly #streams = new StreamRegister();
  #current: ServingGeneration;
  #turn: Promise<unknown> = Promise.resolve();
  #state: SupergraphState;

  /** @param swapped told of each generation that comes into service after the first */
  constructor(first: Generation, build: BuildGeneration, swapped: (generation: Generation) => void, logger: Logger) {
    this.#current = this.#servingOf(first);
    this.#build = build;
    this.#swapped = swapped;
    this.#logger = logger;
    this.#state = {
      checksum: first.checksum,
      since: Date.now(),
      swaps: 0,
      refused: 0,
      lastRefusal: undefined,
      endedStreams: 0,
    };
  }

  get current(): Generation {
    return this.#current.generation;
  }

  get state(): SupergraphState {
    return this.#state;
  }

  readonly begin: TransportParts['begin'] = (arrival) => {
    const exchange = this.#current.generation.operations.begin(arrival);
    exchange.serving = this.#current;
    return exchange;
  };

  readonly run: TransportParts['run'] = (exchange) => (exchange.serving ?? this.#current).run(exchange);

  #servingOf(generation: Generation): ServingGeneration {
    const serving: ServingGeneration = { generation, running: 0, run: (exchange) => this.#run(serving, exchange) };
    return serving;
  }

  #run(serving: ServingGeneration, exchange: Exchange): ReturnType<TransportParts['run']> {
    serving.running++;
    return serving.generation.operations.run(exchange).then(
      (outcome) => {
        if (exchange.document?.operation?.operation === 'subscription') this.#streams.add(exchange, outcome);
        this.#leave(serving);
        return outcome;
      },
      (error: unknown) => {
        this.#leave(serving);
        throw error;
      },
    );
  }

  /** Puts another supergraph into service, one after the other. Never rejects. */
  replace(sdl: string): Promise<'swapped' | 'unchanged' | 'refused'> {
    const mine = this.#turn.then(() => this.#replace(sdl));
    this.#turn = mine;
    return mine;
  }

  /** Notes that a supergraph could not be read or trusted. */
  refuse(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    const isKnown = this.#state.lastRefusal === reason;
    this.#state = { ...this.#state, refused: this.#state.refused + 1, lastRefusal: reason };
    // A source that stays bad is asked again and again; it is told of once.
    if (!isKnown) this.#logger.error({ err: error, serving: this.#state.checksum }, 'a supergraph is refused');
  }

  async close(): Promise<void> {
    await this.#turn;
    await this.current.close();
  }

  async #replace(sdl: string): Promise<'swapped' | 'unchanged' | 'refused'> {
    const checksum = checksumOf(sdl);
    const old = this.#current;
    if (checksum === old.generation.checksum) return 'unchanged';
    const began = performance.now();
    let next: Generation;
    try {
      next = await this.#build(sdl, checksum);
    } catch (error) {
      this.refuse(error instanceof CodedError ? error : new CodedError('SUPERGRAPH_INVALID', { cause: error }));
      return 'refused';
    }
    this.#current = this.#servingOf(next);
    const ended = this.#streams.endThoseTouchedBy(next);
    const { swaps, endedStreams } = this.#state;
    this.#state = {
      ...this.#state,
      checksum,
      since: Date.now(),
      swaps: swaps + 1,
      lastRefusal: undefined,
      endedStreams: endedStreams + ended,
    };
    this.#swapped(next);
    this.#retireUnused(old);
    const milliseconds = Math.round(performance.now() - began);
    this.#logger.info({ checksum, milliseconds, endedStreams: ended }, 'a new supergraph is in service');
    return 'swapped';
  }

  #leave(serving: ServingGeneration): void {
    serving.running--;
    this.#retireUnused(serving);
  }

  #retireUnused(serving: ServingGeneration): void {
    if (serving.running > 0 || serving === this.#current) return;
    serving.generation.close().catch((error: unknown) => {
      this.#logger.warn({ err: error }, 'an old supergraph did not end well');
    });
  }
}
