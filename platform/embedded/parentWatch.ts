/**
 * Calls back when the process that started this one has gone, so that a killed npm leaves no platform behind. Systems
 * tell of that by giving the process another parent, and send no signal.
 *
 * @returns what ends the watch
 */
export function watchParent(onGone: () => void): () => void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, 1_000);
  timer.unref();
  return () => clearInterval(timer);
}
