import type { CursorBinding } from '#platform/cursors/cursorSealer.ts';
import { type Frame, SharedFrame } from './sharedFrame.ts';
import { SharedText } from './sharedText.ts';

/**
 * The answer to one event, shared by a whole group. Only the cursor's binding differs, and only between users: the
 * frame of each user is made once, for all of that user's subscriptions.
 */
export class EventFrame implements Frame {
  readonly #head: SharedText;
  readonly #seal: () => string;
  readonly #byUser = new Map<string, SharedFrame>();
  #sealed: string | undefined;

  /**
   * @param answer JSON object with at least one member, without `extensions`
   * @param event JSON of `extensions.event`
   * @param seal gives the sealed position behind the event
   */
  constructor(answer: string, event: string, seal: () => string) {
    this.#head = new SharedText(`${answer.slice(0, -1)},"extensions":{"event":${event}`);
    this.#seal = seal;
  }

  for(binding: CursorBinding | undefined): SharedFrame {
    const key = binding?.key ?? '';
    let frame = this.#byUser.get(key);
    if (!frame) {
      this.#sealed ??= this.#seal();
      const cursor = binding && `${this.#sealed}.${binding.bind(this.#sealed)}`;
      frame = new SharedFrame(this.#head, cursor === undefined ? '}}' : `,"cursor":"${cursor}"}}`, cursor);
      this.#byUser.set(key, frame);
    }
    return frame;
  }
}
