import { CodedError } from '#platform/errors/codedError.ts';
import type { LoggedEvent, PositionVector } from '#platform/event-log/eventLog.ts';
import type { RewindNote } from './deadLetterNote.ts';
import type { Effect } from './effect.ts';
import { handleBatch } from './handleBatch.ts';
import type { OrderSurroundings } from './orderSurroundings.ts';

/**
 * Hands the events of a range to a consumer again; partitions whose begin is not named are left out. Those that had their effect have none again, and those that were given
 * up stay so; what was missed is made good.
 *
 * @throws when it was stopped before its end, or the log is away: the order comes again with the log
 */
export async function rewind(effect: Effect, { from, to }: RewindNote, around: OrderSurroundings): Promise<void> {
  const open = new Map(Object.entries(to[effect.topic] ?? {}).filter(([partition, end]) => holds(partition, end)));
  function holds(partition: string, end: string): boolean {
    const begin = from[effect.topic]?.[partition];
    return begin !== undefined && BigInt(end) > BigInt(begin);
  }
  if (open.size === 0) return;
  const { promise: finished, resolve } = Promise.withResolvers<void>();
  const stopped = () => resolve();
  around.signal.addEventListener('abort', stopped);
  const onEvents = async (events: LoggedEvent[]) => {
    const wanted = events.filter(({ position }) => BigInt(position.offset) < endOf(to, position));
    if (wanted.length > 0) await handleBatch(effect, wanted, around);
    for (const { position } of events)
      if (BigInt(position.offset) + 1n >= endOf(to, position)) open.delete(String(position.partition));
    if (open.size === 0) resolve();
  };
  try {
    const reader = await around.eventLog.read({
      topics: [effect.topic],
      from,
      onEvents,
      onError: (error) => around.logger.warn({ err: error, consumer: effect.name }, 'a rewind met a failure'),
    });
    if (around.signal.aborted) resolve();
    await finished;
    await reader.close();
  } catch (error) {
    if (!(error instanceof CodedError) || !['EVENT_POSITION_EXPIRED', 'EVENT_POSITION_INVALID'].includes(error.code))
      throw error;
    around.logger.error({ err: error, consumer: effect.name }, 'a rewind is refused: its events are not in the log');
    return;
  } finally {
    around.signal.removeEventListener('abort', stopped);
  }
  if (open.size > 0) throw new CodedError('EVENT_LOG_CLOSED', { message: 'The rewind was stopped; it begins again.' });
  around.logger.info({ consumer: effect.name }, 'a consumer took events again');
}

function endOf(to: PositionVector, { topic, partition }: LoggedEvent['position']): bigint {
  return BigInt(to[topic]?.[partition] ?? '0');
}
