/** What the measuring process is told to do. */
export interface CommitOrder {
  readonly url: string;
  readonly token: string;
  /** Events that are counted, after those that warm up. */
  readonly events: number;
  readonly warmUp: number;
  readonly perSecond: number;
}

/** What it saw; times in milliseconds. */
export interface CommitReport {
  /** From the mark of each event, made within its transaction, to its frame. */
  readonly latencies: readonly number[];
  /** From sending each mutation to its answer. */
  readonly mutations: readonly number[];
  readonly lost: number;
  readonly twice: number;
  /** Mutations that were really sent each second. */
  readonly perSecond: number;
}
