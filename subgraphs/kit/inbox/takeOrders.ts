import type { LoggedEvent } from '#platform/event-log/eventLog.ts';
import type { WrittenNote } from './deadLetterNote.ts';
import { removeMark } from './deadLetters.ts';
import { deferEvent } from './deferredEvents.ts';
import { isIdentified } from './isIdentified.ts';
import type { OrderSurroundings } from './orderSurroundings.ts';
import { rewind } from './rewind.ts';

/**
 * Carries out what operators wrote into topics of dead letters for consumers of this subgraph; other notes are passed by.
 *
 * A replayed event joins the deferred ones, where it is due at once: it has its retries again, and keeps its place in
 * front of later events of its key.
 */
export async function takeOrders(events: readonly LoggedEvent[], around: OrderSurroundings): Promise<void> {
  for (const { payload } of events) {
    const note = payload as unknown as WrittenNote;
    const effect = around.effects.get(note.consumer);
    if (!effect) continue;
    if (note.kind === 'rewind') await rewind(effect, note, around);
    if (note.kind !== 'replayed') continue;
    const event = note.event as LoggedEvent;
    if (!isIdentified(event) || event.topic !== effect.topic) {
      around.logger.error({ consumer: effect.name, by: note.by }, 'an order to replay names no event of this consumer');
      continue;
    }
    await around.queries.transact(async (queries) => {
      await removeMark(queries, effect.name, event.header.event_id);
      await deferEvent(queries, {
        consumer: effect.name,
        event,
        attempts: 0,
        reason: null,
        dueInMs: 0,
        replayed: true,
      });
    });
    around.logger.info({ consumer: effect.name, eventId: event.header.event_id, by: note.by }, 'an event is replayed');
    around.onDeferred();
  }
}
