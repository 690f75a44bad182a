import { parse } from 'graphql';
import type { Engine } from '../engine.ts';
import { representativeQueries } from './representativeQueries.ts';

/** More would make the start longer and the first plans hardly shorter. */
const plans = 6;

/**
 * Plans and compiles queries over the whole supergraph before clients ask: the code of planning is then read, and
 * partly compiled, where the first clients would otherwise wait for it. Gives how many could be planned; one that
 * the fast planner cannot plan is no fault, since clients may never ask for the like.
 */
export function warmUp({ apiSchema, compile }: Pick<Engine, 'apiSchema' | 'compile'>): number {
  const queries = representativeQueries(apiSchema, plans);
  let planned = 0;
  for (let turn = 0; turn < plans && queries.length > 0; turn++) {
    try {
      compile(parse(queries[turn % queries.length]!));
      planned++;
    } catch {
      // Left to the client who asks for it, and to the thorough planner.
    }
  }
  return planned;
}
