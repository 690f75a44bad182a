/** A request to a subgraph and the bytes of its answer. */
export interface RecordedFetch {
  /** JSON text of the request. */
  readonly body: string;
  /** Bytes of the answer as they came. */
  readonly answer: Buffer;
}

/** An execution that can be recognised: what each step asked and was answered, and what came of it. */
export interface Recording {
  /** By index of the step; nothing where the step had nothing to ask for. */
  readonly fetches: readonly (RecordedFetch | undefined)[];
  /** Bytes of the client's answer, which has no errors. */
  readonly answer: Buffer;
  /** Bytes that the recording holds. */
  readonly size: number;
  /** How often the same answers came again. */
  credit: number;
}
