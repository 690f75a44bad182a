import type { LoggedEvent } from '#platform/event-log/eventLog.ts';
import type { PersonalData } from '#platform/pii/personalData.ts';
import type { Store } from '../tenancy/store.ts';
import type { EventConsumer } from './eventConsumer.ts';
import { failureOf } from './failureOf.ts';

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
      const work = store.transactOnce(
        tenant_id,
        { consumer: name, eventId: event_id },
        (transaction) => handle(visible, transaction as never),
        { traceId, traceparent },
      );
      await work.catch(unlessRemoved(store, tenant_id));
    },
  };
}

/** The kit's own effect in every subgraph: a tenant that came to be gets its store here. Provisioning repeats safely. */
export function provisioningEffect(subgraph: string, store: Store): Effect {
  return {
    name: `${subgraph}.kit-provisioning`,
    topic: 'tenant.created',
    apply: async ({ header }) => {
      const { tenant_id, trace_id: traceId, traceparent } = header;
      await store.provision(tenant_id, { traceId, traceparent }).catch(unlessRemoved(store, tenant_id));
    },
  };
}

/** Passes over an event that has no effect any more, since its tenant is deleted; every other failure stays one. */
function unlessRemoved(store: Store, tenantId: string): (error: unknown) => Promise<void> {
  return async (error) => {
    const { code } = error as { code?: unknown };
    if (code === 'TENANT_DELETED') return;
    if (failureOf(error).kind !== 'early' || !(await store.isRemoved(tenantId))) throw error;
  };
}
