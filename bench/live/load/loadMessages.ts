/** What a load process is asked to do. */
export type LoadOrder =
  | {
      readonly do: 'open';
      readonly port: number;
      readonly query: string;
      /** One subscriber for each. */
      readonly subscribers: readonly { readonly token: string; readonly name: string }[];
      /** So many of the first ones stop reading once they are in position. */
      readonly stalled: number;
      /** Events that the series have had already. */
      readonly sent: Readonly<Record<string, number>>;
    }
  /** Resolves when each subscriber that reads has seen so many frames of its series. */
  | { readonly do: 'await'; readonly frames: Readonly<Record<string, number>>; readonly within: number }
  /** Those who stopped read on until the server ends them, and come back by their cursors; then they read as the others do. */
  | { readonly do: 'resume' }
  | { readonly do: 'take' }
  | { readonly do: 'close' };

/** What came of it, since it was taken last. */
export interface LoadReport {
  /** Of subscribers who read throughout. */
  readonly frames: number;
  /** Frames that subscribers who read, or came back, should have had and did not. */
  readonly lost: number;
  readonly twice: number;
  /** Streams that the server closed. */
  readonly closed: number;
  /** Milliseconds from append to frame, of subscribers who read throughout. */
  readonly latencies: readonly number[];
}
