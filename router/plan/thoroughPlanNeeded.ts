import { CodedError } from '#platform/errors/codedError.ts';

/** Thrown where only the thorough planner can plan an operation and may not do so here: it is to be asked elsewhere. */
export class ThoroughPlanNeeded extends CodedError {
  /** Text of the operation, as the planner was asked. */
  readonly operation: string;

  constructor(operation: string) {
    super('QUERY_PLAN_FAILED', { cause: new Error('Only the thorough planner plans this operation.') });
    this.operation = operation;
  }
}
