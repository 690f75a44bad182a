/** How an event of another domain reaches processes. */
export interface EventBinding {
  readonly topic: string;
  /** Payload field that names what the event is about: the subject of the instances it starts or wakes. */
  readonly subjectField: string;
  /** Whether it may start processes that are deployed with it as their trigger. */
  readonly starts: boolean;
  /** Whether a waiting instance of its subject goes on with it. */
  readonly wakes: boolean;
}

/** The events that processes can be started and woken by. */
export const eventBindings: readonly EventBinding[] = [
  { topic: 'order.received', subjectField: 'order_id', starts: true, wakes: false },
  { topic: 'payment.processed', subjectField: 'order_id', starts: false, wakes: true },
  { topic: 'invoice.generated', subjectField: 'order_id', starts: false, wakes: true },
];

/** Topics that a definition may name as its trigger. */
export const triggerTopics: readonly string[] = eventBindings.filter((b) => b.starts).map((b) => b.topic);

/** Topics that a process may wait for. */
export const awaitableTopics: readonly string[] = eventBindings.filter((b) => b.wakes).map((b) => b.topic);

/** The subject an event is about, or null where the payload names none. */
export function subjectOf(binding: EventBinding, payload: Readonly<Record<string, unknown>>): string | null {
  const subject = payload[binding.subjectField];
  return typeof subject === 'string' && subject !== '' ? subject : null;
}
