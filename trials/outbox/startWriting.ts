import { setTimeout as wait } from 'node:timers/promises';
import type { Store } from '#kit/tenancy/store.ts';
import { createdLead } from './createdLead.ts';
import { persistently, tenantId, topic, type WritingPlan } from './outboxSettings.ts';

/** Keys that events have; each is written by one lane, one transaction after another. */
export const keys = Array.from({ length: 20 }, (_, n) => `01890000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`);

const numbersOfGeneration = 1_000_000;
const pauseAfterFailure = 50;

/**
 * Writes until as many transactions as planned are committed, at the planned pace: a row and its event in one
 * transaction, numbered upwards per key. What a killed predecessor left out is caught up. Every tenth transaction is
 * rolled back after its event was published: such an event must never be seen. What fails because the database is away
 * leaves a gap in the numbers; its row says whether it was committed.
 */
export async function startWriting(store: Store, plan: WritingPlan, generation: number): Promise<void> {
  const done = await persistently(() => committedByLane(store));
  await Promise.all(
    keys.map((key, index) => lane(store, { key, index, done: done.get(index) ?? 0 }, plan, generation)),
  );
}

interface Lane {
  readonly key: string;
  readonly index: number;
  /** Transactions that were committed before. */
  readonly done: number;
}

async function lane(store: Store, { key, index, done }: Lane, plan: WritingPlan, generation: number): Promise<void> {
  const total = Math.floor((plan.perSecond * plan.seconds) / keys.length);
  const each = (keys.length * 1_000) / plan.perSecond;
  for (let n = 1, committed = done; committed < total; n++) {
    await wait(Math.max(0, plan.began + committed * each - Date.now()));
    const name = `${index}:${generation * numbersOfGeneration + n}`;
    const isRolledBack = n % 10 === 0;
    try {
      await writeOne(store, key, name, isRolledBack);
      committed++;
    } catch {
      if (!isRolledBack) await wait(pauseAfterFailure);
    }
  }
}

function writeOne(store: Store, key: string, name: string, isRolledBack: boolean): Promise<void> {
  return store.transact(tenantId, async (transaction) => {
    await transaction.query('INSERT INTO notes (text) VALUES ($1)', [`written ${name}`]);
    await transaction.publish(topic, createdLead(key, name));
    if (isRolledBack) throw new Error('rolled back on purpose');
  });
}

async function committedByLane(store: Store): Promise<ReadonlyMap<number, number>> {
  const rows = await store.read(tenantId, (session) =>
    session.query<{ lane: number; count: number }>(
      `SELECT split_part(substr(text, 9), ':', 1)::int AS lane, count(*)::int AS count
         FROM notes WHERE text LIKE 'written %' GROUP BY 1`,
    ),
  );
  return new Map(rows.map(({ lane, count }) => [lane, count]));
}
