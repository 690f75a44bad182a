/**
 * Makes a function that runs `work`, and once more afterwards when it was called meanwhile, but never twice at once.
 * What `work` rejects with is its own affair: it must not.
 */
export function oneAtATime(work: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    running = true;
    do {
      again = false;
      await work();
    } while (again);
    running = false;
  };
  return () => {
    if (running) again = true;
    else void run();
  };
}
