import { audienceOf } from '../documents/audience.ts';
import { costWith, operationCost } from '../documents/cost/operationCost.ts';
import { RequestRefused } from '../errors/requestRefused.ts';
import type { OperationStage } from './operationStage.ts';

/**
 * Takes what this caller may ask; gives the certainty that its answer cannot become larger than the caller's audience may
 * ask for. Refuses by the estimated cost (LIMIT_COST), before anything is planned.
 */
export const cost: OperationStage = {
  name: 'cost',
  run({ document, principal, parameters }, { costModel, costLimits, listSize }) {
    if (!document?.operation) return;
    const limit = costLimits[audienceOf(principal)];
    if (limit === 0) return;
    document.cost ??= operationCost(document.executable, document.operation, costModel, listSize);
    const estimated = costWith(document.cost, parameters.variables ?? {});
    if (estimated <= limit) return;
    throw RequestRefused.because(
      'LIMIT_COST',
      `The operation may cost ${estimated}, more than ${limit}. Ask for shorter lists or fewer fields.`,
      { cost: estimated, limit },
    );
  },
};
