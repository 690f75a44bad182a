/** What the version must do, by semantic versioning: `major` when somebody who relies on the contract may fail. */
export type Bump = 'major' | 'minor' | 'patch';

/** One difference between a released contract and the present one. */
export interface ContractChange {
  readonly topic: string;
  /** What changed, e.g. `field email is removed`. */
  readonly what: string;
  readonly bump: Bump;
  /** Why readers of the present contract cannot read events of the released one (Avro's BACKWARD); nothing if they can. */
  readonly backwardFault?: string;
  /** Fields whose readers the change breaks; `all` breaks every consumer of the topic, nothing breaks none. */
  readonly breaksReadersOf?: string | 'all';
  /** The change only takes the field from those who have no right to personal data. */
  readonly sparesPersonalDataReaders?: boolean;
}
