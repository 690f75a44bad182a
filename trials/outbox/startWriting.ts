import { setTimeout as wait } from 'node:timers/promises';
import type { Store } from '#kit/tenancy/store.ts';
import { tenantId, topic } from './outboxSettings.ts';

/** Keys that events have; each is written by one lane, one transaction after another. */
export const keys = Array.from({ length: 20 }, (_, n) => `01890000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`);

const numbersOfGeneration = 1_000_000;

/**
 * Writes for ever: a row and its event in one transaction, numbered upwards per key. Every tenth transaction is rolled
 * back after its event was published: such an event must never be seen. What fails because the database is away leaves a
 * gap in the numbers; its row says whether it was committed.
 */
export function startWriting(store: Store, perSecond: number, generation: number): void {
  for (const [index, key] of keys.entries()) void lane(store, key, index, perSecond / keys.length, generation);
}

async function lane(store: Store, key: string, index: number, perSecond: number, generation: number): Promise<void> {
  for (let n = 1; ; n++) {
    const next = wait(1_000 / perSecond);
    const name = `${index}:${generation * numbersOfGeneration + n}`;
    await store
      .transact(tenantId, async (transaction) => {
        await transaction.query('INSERT INTO notes (text) VALUES ($1)', [`written ${name}`]);
        await transaction.publish(topic, {
          lead_id: key,
          tenant_id: tenantId,
          name,
          email: 'lead@example.com',
          source: 'web',
          assigned_to: null,
          created_at: new Date().toISOString(),
        });
        if (n % 10 === 0) throw new Error('rolled back on purpose');
      })
      .catch(() => undefined);
    await next;
  }
}
