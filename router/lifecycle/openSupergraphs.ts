import { createEngine } from '../execute/engine.ts';
import { AnswerMemo } from '../execute/memo/answerMemo.ts';
import { warmUp } from '../execute/warmUp/warmUp.ts';
import { createPlanAside } from '../pipeline/planning/planAside.ts';
import type { SafelistPreparation } from '../pipeline/prepareSafelist.ts';
import { ownHeaders } from '../pipeline/subgraphHeaders.ts';
import { createReferenceEngine } from '../reference/createReferenceEngine.ts';
import type { CompleteRouterOptions } from '../routerOptions.ts';
import { createShapedTransport, type GateState } from '../shaping/shapedTransport.ts';
import { createHttpTransport } from '../subgraph-transport/httpTransport.ts';
import { createOperations, type SharedParts, urlOf } from './createOperations.ts';
import { type Generation, refuseUnusable } from './generation.ts';
import { SupergraphLifecycle } from './supergraphLifecycle.ts';
import { checksumOf, verifySupergraph } from './verifySupergraph.ts';

/** The supergraph in service, with all that makes and follows it. */
export interface OpenedSupergraphs {
  readonly lifecycle: SupergraphLifecycle;
  /** How calls to subgraphs stand. */
  subgraphStates(): readonly GateState[];
  /** Plans every persisted operation of the first supergraph, and some of our own so that the code is warm. */
  prepare(): Promise<SafelistPreparation>;
  /** Follows the source from now on. */
  follow(): void;
  close(): Promise<void>;
}

/**
 * Opens the first supergraph; connections, shaping and sharing are kept for those that follow.
 *
 * @param swapped told of each later generation
 * @throws CodedError SUPERGRAPH_INVALID, SUPERGRAPH_NOT_TRUSTED, or what the source rejects with
 */
export async function openSupergraphs(
  options: CompleteRouterOptions,
  shared: SharedParts,
  swapped: (generation: Generation) => void,
): Promise<OpenedSupergraphs> {
  const { logger, supergraphSource: source, timeout, generateCode, overrideLabels } = options;
  const http = createHttpTransport({ subgraphs: [], timeout, compression: options.subgraphCompression });
  const transport = createShapedTransport(http, options.shaping, logger, () => ownHeaders(shared.headers, 'probe'));

  async function generationOf(sdl: string, checksum: string): Promise<Generation> {
    const planAside = createPlanAside(sdl, options.planTimeout, logger);
    const { thorough } = planAside;
    const memo = options.answerMemoMegabytes > 0 ? new AnswerMemo(options.answerMemoMegabytes * 1_000_000) : undefined;
    const own = createEngine({ supergraphSdl: sdl, transport, generateCode, overrideLabels, thorough, memo, logger });
    refuseUnusable(own);
    const isReference = options.engine === 'apollo';
    const engine = isReference
      ? await createReferenceEngine(own, sdl, (name) => urlOf(own, options, name), logger)
      : own;
    const operations = createOperations(engine, sdl, { planAside, memo }, shared, options);
    const close = async (): Promise<void> => {
      await Promise.all([operations.close(), isReference && engine.close()]);
    };
    return { engine, operations, checksum, close };
  }

  const connect = ({ engine }: Generation): void =>
    http.setSubgraphs(engine.subgraphs.map(({ name }) => ({ name, url: urlOf(engine, options, name) })));

  const build = async (sdl: string, checksum: string): Promise<Generation> => {
    const generation = await generationOf(sdl, checksum);
    connect(generation);
    await generation.operations.prepare();
    return generation;
  };

  async function read(): Promise<string> {
    if (!source) return options.supergraphSdl;
    const found = await source.read();
    verifySupergraph(found, options.supergraphKey);
    return found.sdl;
  }

  const sdl = await read();
  const first = await generationOf(sdl, checksumOf(sdl));
  connect(first);
  const lifecycle = new SupergraphLifecycle(first, build, swapped, logger);
  let unfollow: (() => void) | undefined;
  return {
    lifecycle,
    subgraphStates: () => transport.states(),
    prepare() {
      warmUp(first.engine);
      return first.operations.prepare();
    },
    follow() {
      unfollow = source?.watch(async () => {
        try {
          await lifecycle.replace(await read());
        } catch (error) {
          lifecycle.refuse(error);
        }
      });
    },
    async close() {
      unfollow?.();
      await lifecycle.close();
      await transport.close();
    },
  };
}
