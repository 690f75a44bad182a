/** npm passes Ctrl-C on although the terminal has sent it to everybody, so two within this time are one. */
const oneKeyPress = 700;

/**
 * Calls back at the first SIGINT, SIGTERM or SIGHUP. A second signal ends the process at once; what it started ends with
 * it.
 */
export function onStopSignal(stop: () => void): void {
  let first: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (first === undefined) {
        first = performance.now();
        stop();
      } else if (performance.now() - first > oneKeyPress) {
        process.exit(130);
      }
    });
  }
}
