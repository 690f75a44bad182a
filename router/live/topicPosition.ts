import type { CursorBinding } from '#platform/cursors/cursorBinder.ts';
import type { CursorSealer } from '#platform/cursors/cursorSealer.ts';
import type { LoggedEvent } from '#platform/event-log/eventLog.ts';

/** Partition → offset of the next event to read. */
export type Offsets = Readonly<Record<string, string>>;

/** Where a reader of one topic stands; immutable. */
export class TopicPosition {
  readonly topic: string;
  readonly offsets: Offsets;
  readonly #sealer: CursorSealer;
  #sealed: { readonly tenantId: string; readonly text: string } | undefined;

  constructor(sealer: CursorSealer, topic: string, offsets: Offsets) {
    this.#sealer = sealer;
    this.topic = topic;
    this.offsets = offsets;
  }

  /** The position behind an event. */
  after({ position: { partition, offset } }: LoggedEvent): TopicPosition {
    const next = String(Number(offset) + 1);
    return new TopicPosition(this.#sealer, this.topic, { ...this.offsets, [partition]: next });
  }

  /** This position, or in each partition the given one where that is further. */
  reaching(offsets: Offsets): TopicPosition {
    const further = Object.entries(offsets).filter(([partition, offset]) => Number(offset) > this.#at(partition));
    return new TopicPosition(this.#sealer, this.topic, { ...this.offsets, ...Object.fromEntries(further) });
  }

  /** The sealed form for a tenant, made once for all of its groups. */
  sealedFor(tenantId: string): string {
    if (this.#sealed?.tenantId !== tenantId) {
      this.#sealed = { tenantId, text: this.#sealer.seal(tenantId, { [this.topic]: { ...this.offsets } }) };
    }
    return this.#sealed.text;
  }

  /** The cursor of one of the tenant's users. */
  cursorFor(tenantId: string, binding: CursorBinding): string {
    const sealed = this.sealedFor(tenantId);
    return `${sealed}.${this.bindAll(sealed, [binding])[0]}`;
  }

  /** What makes a sealed form the cursors of those users. */
  bindAll(sealed: string, bindings: readonly CursorBinding[]): string[] {
    return this.#sealer.bindAll(sealed, bindings);
  }

  /** Whether everything before those offsets lies before this position. */
  covers(offsets: Offsets): boolean {
    return Object.keys(offsets).every((partition) => this.#at(partition) >= Number(offsets[partition]));
  }

  /** Whether the event lies before this position. */
  isBehind({ position: { partition, offset } }: LoggedEvent): boolean {
    return Number(offset) < this.#at(String(partition));
  }

  /** How many events, of all tenants, lie between this position and a later one. */
  distanceTo(later: TopicPosition): number {
    return Object.keys(later.offsets).reduce((sum, partition) => {
      const missing = later.#at(partition) - this.#at(partition);
      return sum + Math.max(0, missing);
    }, 0);
  }

  /** A partition that is not named is read from its start. */
  #at(partition: string): number {
    return Number(this.offsets[partition] ?? '0');
  }
}
