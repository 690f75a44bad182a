/** Asks again and again until the answer is the awaited one: for effects of which nobody tells. */
export async function until<T>(ask: () => Promise<T>, awaited: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (awaited(answer)) return answer;
  }
}
