/** A step of a pipeline, as deals see it. */
export interface Stage {
  readonly key: string;
  readonly name: string;
  /** Order within the pipeline, from 1. */
  readonly position: number;
  readonly kind: 'OPEN' | 'WON' | 'LOST';
}

/** Stages of the pipeline that every tenant starts with. */
export const defaultStages: readonly Stage[] = [
  { key: 'qualified', name: 'Qualified', position: 1, kind: 'OPEN' },
  { key: 'proposal', name: 'Proposal', position: 2, kind: 'OPEN' },
  { key: 'negotiation', name: 'Negotiation', position: 3, kind: 'OPEN' },
  { key: 'won', name: 'Won', position: 4, kind: 'WON' },
  { key: 'lost', name: 'Lost', position: 5, kind: 'LOST' },
];

/** The stage that new deals enter: the first open one. Throws a RangeError for a pipeline without one. */
export function entryStage(stages: readonly Stage[]): Stage {
  const first = stages.filter((stage) => stage.kind === 'OPEN').sort((a, b) => a.position - b.position)[0];
  if (first === undefined) throw new RangeError('A pipeline needs at least one open stage');
  return first;
}
