/** One field of an event's payload, as declared in SDL. */
export interface EventField {
  /** Name on the wire, snake_case. */
  readonly name: string;
  /** Name of the SDL type without list and non-null marks. */
  readonly type: string;
  readonly required: boolean;
  readonly list: boolean;
  /** Personal data, marked `@pii`. */
  readonly pii: boolean;
}

/** An event's contract, generated from its SDL type with `@event`. */
export interface EventContract {
  readonly topic: string;
  /** Name of the SDL type. */
  readonly type: string;
  /** The domain whose folder declares it. */
  readonly domain: string;
  /** Semantic version. */
  readonly version: string;
  /** The payload field whose value is the event's key: events of equal key keep their order. */
  readonly key: string;
  readonly fields: readonly EventField[];
}
