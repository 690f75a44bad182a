/** The failures of schema/shared.graphql as resolvers give them: the members of every mutation's union. */
export type Failure = NotFoundFailure | InvalidInputFailure | ConflictFailure;

/** The record does not exist, or not for this tenant. */
export interface NotFoundFailure {
  readonly __typename: 'NotFound';
  readonly code: string;
  readonly message: string;
  readonly id: string;
}

/** An argument breaks a rule that its type cannot say. */
export interface InvalidInputFailure {
  readonly __typename: 'InvalidInput';
  readonly code: string;
  readonly message: string;
  /** Path of the argument, e.g. `input.email`. */
  readonly field: string;
}

/** The record is in a state that does not allow the change. */
export interface ConflictFailure {
  readonly __typename: 'Conflict';
  readonly code: string;
  readonly message: string;
}
