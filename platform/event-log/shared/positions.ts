/** Where to read next in one partition. */
export interface Cursor {
  readonly topic: string;
  readonly partition: number;
  next: number;
}

/** The ends of one partition: the oldest offset that is kept and the next one to be given. */
export interface PartitionEnds {
  readonly topic: string;
  readonly partition: number;
  readonly first: number;
  readonly next: number;
}

/** How many events `onEvents` gets at most at once. */
export const eventsAtOnce = 500;
