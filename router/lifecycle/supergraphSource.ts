import type { FoundSupergraph } from './verifySupergraph.ts';

/** Where supergraphs come from. */
export interface SupergraphSource {
  /** What the source is, for logs. */
  readonly name: string;
  /** Reads the supergraph as it is now. Rejects with an Error when it cannot be had. */
  read(): Promise<FoundSupergraph>;
  /** Calls `changed` whenever there may be another one; calls do not overlap. Returns the end of it. */
  watch(changed: () => Promise<void>): () => void;
}
