import { RecentMap } from '#platform/identity/recentMap.ts';
import type { ExecutionAnswer } from '../execute/compiledOperation.ts';
import type { Hydrate } from './liveGroup.ts';

/** Answers that are remembered, of all replays. */
const answersAtMost = 5_000;
/** Milliseconds for which an answer is shared; afterwards the entity is asked for anew. */
const sharedFor = 5_000;

/**
 * Shares the hydration of replayed events between subscribers who must see the same. When a router dies, a thousand of
 * them come back to another one at once, and miss the same events.
 */
export class SharedHydration {
  readonly #answers = new RecentMap<string, { readonly answer: Promise<ExecutionAnswer>; readonly until: number }>(
    answersAtMost,
  );

  /** Whether the event costs nothing any more for the group of that key. */
  has(key: string, eventId: string): boolean {
    return (this.#answers.get(`${eventId}\n${key}`)?.until ?? 0) > Date.now();
  }

  /** @param key equal for subscribers who must see the same: tenant, operation, variables, permissions */
  of(key: string, hydrate: Hydrate): Hydrate {
    return (representation, event, principal) => {
      const name = `${event.header.event_id}\n${key}`;
      const known = this.#answers.get(name);
      if (known && known.until > Date.now()) return known.answer;
      // Not the signal of whoever came first: the others wait for the answer too.
      const answer = hydrate(representation, event, principal, new AbortController().signal);
      this.#answers.set(name, { answer, until: Date.now() + sharedFor });
      answer.catch(() => this.#answers.delete(name));
      return answer;
    };
  }
}
