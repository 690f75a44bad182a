import { setTimeout as wait } from 'node:timers/promises';
import type { Store } from '#kit/tenancy/store.ts';
import { CallRecord } from '../faults/faultGround.ts';
import { readNotes } from '../outbox/countOutcome.ts';
import { createdLead } from '../outbox/createdLead.ts';
import { tenantId, topic } from '../outbox/outboxSettings.ts';

const lanes = 4;
/** Bytes besides, so that tables grow with every transaction. */
const padding = 2_000;
const pauseAfterRefusal = 50;

/** Writes rows with their events until it is stopped, and remembers what was acknowledged. */
export class DiskWriter {
  readonly calls = new CallRecord();
  readonly #acknowledged: string[] = [];
  readonly #store: Store;
  readonly #running: Promise<unknown>;
  #goesOn = true;

  constructor(store: Store) {
    this.#store = store;
    this.#running = Promise.all(Array.from({ length: lanes }, (_, index) => this.#lane(index)));
  }

  async stop(): Promise<void> {
    this.#goesOn = false;
    await this.#running;
  }

  /** How many acknowledged transactions left no row. */
  async lostOf(superuserUrl: string): Promise<number> {
    const rows = new Set(await readNotes(superuserUrl, `t_${tenantId.replaceAll('-', '')}`));
    return this.#acknowledged.filter((name) => !rows.has(`written ${name}`)).length;
  }

  async #lane(index: number): Promise<void> {
    const key = `01890000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`;
    for (let n = 1; this.#goesOn; n++) {
      const name = `${index}:${n}`;
      if (await this.calls.of(() => this.#write(key, name))) this.#acknowledged.push(name);
      else await wait(pauseAfterRefusal);
    }
  }

  #write(key: string, name: string): Promise<void> {
    return this.#store.transact(tenantId, async (transaction) => {
      await transaction.query('INSERT INTO notes (text) VALUES ($1), ($2)', [`written ${name}`, 'x'.repeat(padding)]);
      await transaction.publish(topic, createdLead(key, name));
    });
  }
}
