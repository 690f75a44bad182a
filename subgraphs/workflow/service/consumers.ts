import type { Topic } from '#generated/events.ts';
import { defineConsumer, type EventConsumer } from '#kit/inbox/eventConsumer.ts';
import { type EventBinding, eventBindings, subjectOf } from '../domain/eventBinding.ts';
import { receiveMessage } from './receiveMessage.ts';
import { startTriggered } from './startTriggered.ts';

/** Events of other domains start processes and wake those that wait for them. */
export const consumers: readonly EventConsumer[] = eventBindings.map(consumerOf);

function consumerOf(binding: EventBinding): EventConsumer {
  return defineConsumer({
    name: `processes-on-${binding.topic}`,
    topic: binding.topic as Topic,
    handle: async ({ payload }, transaction) => {
      const values = { ...payload };
      const subjectId = subjectOf(binding, values);
      // An event about nothing that a process can be about, e.g. a payment without an order.
      if (subjectId === null) return;
      if (binding.starts) await startTriggered(transaction, binding.topic, subjectId, values);
      if (binding.wakes) await receiveMessage(transaction, { subjectId, name: binding.topic, payload: values });
    },
  });
}
