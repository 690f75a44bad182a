import type { EventLog, LogConsumer } from '#platform/event-log/eventLog.ts';
import { deadLetterTopic } from '#platform/event-log/shared/deadLetterTopics.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { PersonalData } from '#platform/pii/personalData.ts';
import { ownerPool } from '../tenancy/ownerQueries.ts';
import type { Store } from '../tenancy/store.ts';
import { WakeUp } from '../waiting/wakeUp.ts';
import { makeDue } from './deferredEvents.ts';
import { consumerEffect, provisioningEffect } from './effect.ts';
import type { EventConsumer } from './eventConsumer.ts';
import { handleBatch } from './handleBatch.ts';
import { pruneHourly } from './pruneInbox.ts';
import { removalEffect } from './removalEffect.ts';
import { retryDeferred } from './retryDeferred.ts';
import { defaultRetryPolicy, type RetryPolicy } from './retryPolicy.ts';
import { takeOrders } from './takeOrders.ts';

/** What the consumers of a subgraph work with. */
export interface ConsumersOptions {
  readonly definition: { readonly name: string; readonly consumers?: readonly EventConsumer[] };
  readonly store: Store;
  readonly runtime: {
    readonly adminUrl: string;
    readonly eventLog: EventLog;
    readonly logger: Logger;
    readonly personalData: PersonalData;
    readonly eventRetentionDays?: number;
  };
  readonly policy?: RetryPolicy;
}

/** Running consumers. */
export interface RunningConsumers {
  /** Finishes what is in hand and stops; the rest waits in the log and among the deferred events. */
  close(): Promise<void>;
}

/**
 * Starts the consumers of a subgraph, and the kit's own that provision on `tenant.created` and remove on `tenant.deleted`.
 *
 * Way of an event: *new* (from the log) → *done* (effect and note in the inbox, one transaction), or → *deferred* (its
 * tenant has no store yet, the consumer failed, or it is behind such an event of its key) → *done*, or → *dead* after
 * the retries, told to `<topic>.dlq` → *deferred* again when an operator replays it. The log's offset is committed as soon as every event of the batch is in one of these states.
 *
 * @throws CodedError EVENT_LOG_UNAVAILABLE when the log cannot be joined now
 */
export async function startConsumers(options: ConsumersOptions): Promise<RunningConsumers> {
  const { definition, store, runtime, policy = defaultRetryPolicy } = options;
  const { eventLog, logger, personalData } = runtime;
  const pool = ownerPool(runtime.adminUrl, `${definition.name} inbox`, logger);
  const wakeUp = new WakeUp();
  const stop = new AbortController();
  const leave = new AbortController();
  const effects = [
    provisioningEffect(definition.name, store),
    removalEffect(definition.name, store),
    ...(definition.consumers ?? []).map((consumer) =>
      consumerEffect(definition.name, consumer, { store, personalData }),
    ),
  ];
  const forget = store.onTenantProvisioned((tenantId) => {
    // When this fails the events become due by themselves, only later.
    makeDue(pool, tenantId).then(
      () => wakeUp.call(),
      (error) => logger.warn({ err: error, tenantId }, 'events that wait for a new tenant could not be hastened'),
    );
  });
  const byName = new Map(effects.map((effect) => [effect.name, effect]));
  const retrying = retryDeferred({ effects: byName, pool, policy, logger, wakeUp }, stop.signal);
  const endPruning = pruneHourly(pool, logger, runtime.eventRetentionDays);
  const consumers: LogConsumer[] = [];
  const close = async () => {
    forget();
    endPruning();
    leave.abort();
    await Promise.all(consumers.map((consumer) => consumer.close()));
    stop.abort();
    await retrying;
    await pool.close();
  };
  const around = { queries: pool, policy, logger, onDeferred: () => wakeUp.call() };
  try {
    for (const effect of effects) {
      const consumer = await eventLog.consume({
        group: effect.name,
        topics: [effect.topic],
        onEvents: (events) => handleBatch(effect, events, around),
        onError: (error) => logger.warn({ err: error, consumer: effect.name }, 'a consumer met a failure; it goes on'),
      });
      consumers.push(consumer);
    }
    const orders = { ...around, effects: byName, eventLog, signal: leave.signal };
    const replays = await eventLog.consume({
      group: `${definition.name}.kit-replays`,
      topics: [...new Set(effects.map(({ topic }) => deadLetterTopic(topic)))],
      onEvents: (events) => takeOrders(events, orders),
      onError: (error) => logger.warn({ err: error }, 'orders of operators could not be carried out; tried again'),
    });
    consumers.push(replays);
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}
