/**
 * An object of the invented world. Its identity says all: every field is a function of identity, field and arguments,
 * so that any two subgraphs, and a monolith of the same API, agree without a line of data.
 */
export interface WorldObject {
  readonly __typename: string;
  readonly identity: string;
  /** The representation that a gateway sent, for fields with `@requires`. */
  readonly representation?: Readonly<Record<string, unknown>>;
}
