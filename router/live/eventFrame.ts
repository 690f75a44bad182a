import type { CursorBinding } from '#platform/cursors/cursorBinder.ts';
import type { FrameReceiver } from './frameStream.ts';
import { SharedAnswer } from './sharedAnswer.ts';
import { type Frame, SharedFrame } from './sharedFrame.ts';
import type { TopicPosition } from './topicPosition.ts';

/**
 * The answer to one event, shared by a whole group. Only the second part of the cursor differs, and only between users;
 * those of all receivers are made in one go.
 */
export class EventFrame implements Frame {
  readonly #text: string;
  readonly #after: TopicPosition;
  readonly #tenantId: string;
  #bound: SharedAnswer | undefined;

  /**
   * @param answer JSON object with at least one member, without `extensions`
   * @param event JSON of `extensions.event`
   * @param after the position behind the event
   */
  constructor(answer: string, event: string, after: TopicPosition, tenantId: string) {
    this.#text = `${answer.slice(0, -1)},"extensions":{"event":${event}`;
    this.#after = after;
    this.#tenantId = tenantId;
  }

  for(binding: CursorBinding | undefined): SharedFrame {
    if (!binding) return new SharedFrame(`${this.#text}}}`);
    return this.#frames([binding])[0]!;
  }

  /** Gives each receiver its frame. */
  giveTo(receivers: readonly FrameReceiver[]): void {
    const bindings: CursorBinding[] = [];
    for (const { binding } of receivers) if (binding) bindings.push(binding);
    const frames = this.#frames(bindings);
    let n = 0;
    for (const receiver of receivers) receiver.frame(receiver.binding ? frames[n++]! : this);
  }

  #frames(bindings: readonly CursorBinding[]): SharedFrame[] {
    const sealed = this.#after.sealedFor(this.#tenantId);
    this.#bound ??= new SharedAnswer(`${this.#text},"cursor":"${sealed}.`, '"}}', sealed);
    const answer = this.#bound;
    return this.#after.bindAll(sealed, bindings).map((own) => new SharedFrame(answer, own));
  }
}
