import { CodedError } from '#platform/errors/codedError.ts';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import { metricEvent } from '../ground/metricEvents.ts';

/** A tenant of the soak. */
export interface SoakTenant {
  readonly id: string;
  readonly slug: string;
}

/** What JSON leaves as it is, though some take it for the end of a line. */
const awkward = '\u2028ä😀\u2029';

/** Whose event it is, of which series and which number in it; tenants have series of the same names. */
export interface Mark {
  readonly tenant: string;
  readonly series: string;
  readonly number: number;
}

/** Numbered events of several tenants, each series under a key of its own, straight into the log. */
export class SoakEvents {
  readonly series: readonly string[];
  readonly #log: EventLog;
  readonly #begun = new Map<string, number>();
  readonly #stored = new Map<string, number>();
  #last = Promise.resolve();

  constructor(log: EventLog, series: readonly string[]) {
    this.#log = log;
    this.series = series;
  }

  /** The number of the last event whose append has begun; 0 before the first. */
  begun(tenant: SoakTenant, series: string): number {
    return this.#begun.get(`${tenant.slug}/${series}`) ?? 0;
  }

  /** The number of the last event that is in the log for sure. */
  stored(tenant: SoakTenant, series: string): number {
    return this.#stored.get(`${tenant.slug}/${series}`) ?? 0;
  }

  /** Appends the next event of each of those series. */
  async append(wanted: readonly (readonly [SoakTenant, string])[]): Promise<void> {
    const marks = wanted.map(([tenant, series]) => {
      const name = `${tenant.slug}/${series}`;
      const number = (this.#begun.get(name) ?? 0) + 1;
      this.#begun.set(name, number);
      return { name, number, tenant, series };
    });
    const records = marks.map(({ name, number, tenant, series }) => {
      const unit = `${name}/${number}/${awkward}`;
      return metricEvent(tenant.id, { name: series, value: number, unit }, `${tenant.id}:${series}`);
    });
    this.#last = this.#last.then(() => this.#store(records));
    await this.#last;
    for (const { name, number } of marks) this.#stored.set(name, Math.max(number, this.#stored.get(name) ?? 0));
  }

  /** One append after the other, each until it succeeds, as relays do: the order of a series must be that of its numbers. */
  async #store(records: readonly EventRecord[]): Promise<void> {
    for (;;) {
      try {
        await this.#log.append(records);
        return;
      } catch (error) {
        if (!(error instanceof CodedError) || error.code !== 'EVENT_LOG_UNAVAILABLE') throw error;
      }
    }
  }
}

/** Reads what `append` wrote into an event's unit. */
export function markOf(unit: string): Mark {
  const [tenant = '', series = '', number] = unit.split('/');
  return { tenant, series, number: Number(number) };
}
