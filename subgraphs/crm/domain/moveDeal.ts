import type { Stage } from './stage.ts';

/** Why a deal may not move. */
export interface RefusedMove {
  readonly code: 'DEAL_CLOSED' | 'DEAL_STAGE_NOT_REACHABLE';
  readonly message: string;
}

/** The stage that a deal moves to, or why it may not. */
export type Move = { readonly to: Stage } | { readonly refused: RefusedMove };

/**
 * Decides whether a deal may move. An open deal moves to the next open stage of its pipeline, from the last open stage
 * to the stage that wins it, and from any open stage to the stage that loses it. A closed deal moves no more.
 *
 * @param stages the stages of the deal's pipeline, in any order
 * @param from key of the stage that the deal is in
 * @param to key of the stage that it shall be in
 */
export function moveDeal(stages: readonly Stage[], from: string, to: string): Move {
  const current = stages.find((stage) => stage.key === from);
  if (current === undefined || current.kind !== 'OPEN') {
    return { refused: { code: 'DEAL_CLOSED', message: `The deal is closed in stage "${from}" and moves no more.` } };
  }
  const reachable = reachableFrom(stages, current);
  const target = reachable.find((stage) => stage.key === to);
  if (target !== undefined) return { to: target };
  const names = reachable.map((stage) => `"${stage.key}"`).join(' or ');
  return {
    refused: {
      code: 'DEAL_STAGE_NOT_REACHABLE',
      message: `From "${from}" the deal can move to ${names}, not to "${to}".`,
    },
  };
}

function reachableFrom(stages: readonly Stage[], current: Stage): Stage[] {
  const next = stages
    .filter((stage) => stage.kind === 'OPEN' && stage.position > current.position)
    .sort((a, b) => a.position - b.position)
    .at(0);
  const forward = next === undefined ? stages.filter((stage) => stage.kind === 'WON') : [next];
  return [...forward, ...stages.filter((stage) => stage.kind === 'LOST')];
}
