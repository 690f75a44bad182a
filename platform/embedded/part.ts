import type { PlatformState } from './platformState.ts';

/** Ends what a part started. */
export type Stop = () => Promise<void>;

/** One thing that the embedded start brings up. */
export interface Part {
  /** As the terminal shows it. */
  readonly name: string;
  /**
   * Starts it: takes what it needs from the state and leaves there what later parts need.
   *
   * @returns how to stop it, if there is anything to stop. A part that throws has cleaned up after itself.
   */
  start(state: PlatformState): Promise<Stop | undefined>;
}
