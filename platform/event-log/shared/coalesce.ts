/**
 * Makes one question of many: calls that come while one is being answered are put together and answered by the next.
 * An answer is never older than the call that gets it.
 *
 * @param ask is called with the names of all calls, each once
 */
export function coalesce<T>(ask: (names: string[]) => Promise<T>): (names: readonly string[]) => Promise<T> {
  let running: Promise<unknown> | undefined;
  let next: { names: Set<string>; answer: Promise<T> } | undefined;

  return (names) => {
    if (!next) {
      const mine = new Set<string>();
      const answer = Promise.resolve(running).then(() => {
        next = undefined;
        const asked = ask([...mine]);
        running = asked.catch(() => undefined);
        return asked;
      });
      next = { names: mine, answer };
    }
    for (const name of names) next.names.add(name);
    return next.answer;
  };
}
