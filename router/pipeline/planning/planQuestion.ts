import type { PlanNode } from '../../plan/planNodes.ts';

/**
 * What the planning process is asked:
 * - `open`: to make the thorough planner of a supergraph ready; once, before all else;
 * - `operation`: for the thorough planner's plan of an operation, as a planner is asked;
 * - `document`: to compile a client's document, to see whether that ends.
 */
export type PlanQuestion =
  | { readonly kind: 'open'; readonly supergraphSdl: string }
  | { readonly kind: 'operation'; readonly operation: string }
  | { readonly kind: 'document'; readonly text: string; readonly operationName: string | undefined };

/** What it answers; `failure` says why there is nothing, `exceeded` that a bound of the engine is the reason, as the depth of its stack. */
export interface PlanAnswer {
  readonly plan?: PlanNode | undefined;
  readonly failure?: string;
  readonly exceeded?: boolean;
}
