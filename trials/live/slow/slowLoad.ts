/** How much is done. */
export interface SlowLoad {
  readonly readers: number;
  readonly stalled: number;
  /** Groups that the readers are spread over; each event is for one of them. */
  readonly groups: number;
  readonly eventBytes: number;
  /** Of all groups together. */
  readonly eventsPerSecond: number;
  /** Of each part: without the stalled ones; with them at least, and until all are evicted. */
  readonly events: number;
  /** How often both parts are played, in turn; the first time compiles code, and is not counted unless it is the only one. */
  readonly rounds: number;
  /** What healthy readers may lose by the others; absent where times say nothing. */
  readonly slowdown?: number;
  /** What was asked for, where this is less. */
  readonly asked?: string;
}
