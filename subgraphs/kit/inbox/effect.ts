import type { LoggedEvent } from '#platform/event-log/eventLog.ts';
import type { PersonalData } from '#platform/pii/personalData.ts';
import type { Store } from '../tenancy/store.ts';
import type { EventConsumer } from './eventConsumer.ts';

/** What happens on the events of one topic, exactly once per event, under a name that never changes. */
export interface Effect {
  /** Consumer group in the log and consumer in the inbox: `<subgraph>.<consumer>`. */
  readonly name: string;
  readonly topic: string;
  /** Has the effect, or finds that it was had before. */
  apply(event: LoggedEvent): Promise<void>;
}

/** What effects work with. */
export interface EffectSurroundings {
  readonly store: Store;
  readonly personalData: PersonalData;
}

/**
 * The effect of a domain's consumer: in one transaction of the event's tenant, with the note in the inbox. Personal data
 * is decrypted here, for consumers that have the right, and nowhere before.
 */
export function consumerEffect(
  subgraph: string,
  consumer: EventConsumer,
  { store, personalData }: EffectSurroundings,
): Effect {
  const name = `${subgraph}.${consumer.name}`;
  return {
    name,
    topic: consumer.topic,
    async apply(event) {
      const { tenant_id, event_id, trace_id: traceId, traceparent } = event.header;
      const handle: (event: LoggedEvent, transaction: never) => Promise<void> = consumer.handle.bind(consumer) as never;
      const visible = consumer.pii === 'read' ? await personalData.reveal(event) : personalData.mask(event);
      await store.transactOnce(
        tenant_id,
        { consumer: name, eventId: event_id },
        (transaction) => handle(visible, transaction as never),
        { traceId, traceparent },
      );
    },
  };
}

/** The kit's own effect in every subgraph: a tenant that came to be gets its store here. Provisioning repeats safely. */
export function provisioningEffect(subgraph: string, store: Store): Effect {
  return {
    name: `${subgraph}.kit-provisioning`,
    topic: 'tenant.created',
    apply: ({ header }) =>
      store.provision(header.tenant_id, { traceId: header.trace_id, traceparent: header.traceparent }),
  };
}
