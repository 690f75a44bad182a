/** Prints what happens as it happens, a line each: seconds since the start, who, what, and how long it took. */
export interface Timeline {
  /** Something that the demo did: name of the step, what came of it, milliseconds to its answer. */
  did(who: string, what: string, took: number): void;
  /** A frame that a subscriber received: what it says, milliseconds from the event to the frame. */
  received(who: string, what: string, latency: number): void;
  /** A fact without a duration. */
  note(text: string): void;
}

/** Starts a timeline that writes lines through `print`. */
export function startTimeline(print: (line: string) => void): Timeline {
  const start = performance.now();
  const line = (mark: string, who: string, what: string, duration: number) => {
    const at = ((performance.now() - start) / 1000).toFixed(2).padStart(6);
    print(`${at} s  ${mark} ${who.padEnd(7)}${what.padEnd(64)}${`${Math.round(duration)} ms`.padStart(8)}`);
  };
  return {
    did: (who, what, took) => line('→', who, what, took),
    received: (who, what, latency) => line('←', who, what, latency),
    note: (text) => print(text),
  };
}
