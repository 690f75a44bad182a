import type { EventPayloads, Topic } from '#generated/events.ts';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { PersonalData } from '#platform/pii/personalData.ts';
import { eventRecordOf } from '../outbox/eventRecordOf.ts';
import { outboxInsert } from '../outbox/outboxInsert.ts';
import { ConnectedSession } from './connectedSession.ts';
import type { ManagerOf } from './entityManagers.ts';
import type { TransactOptions } from './store.ts';
import type { TenantConnection } from './tenantConnection.ts';
import type { TenantTransaction } from './tenantSession.ts';

/** What a transaction knows besides its connection. */
export interface TransactionOrigin {
  readonly tenantId: string;
  readonly source: string;
  readonly traceId: string;
  readonly traceparent: string;
  readonly actor: string | null;
  /** Encrypts personal values of events before they are stored. */
  readonly personalData: PersonalData;
  readonly onPublished?: TransactOptions['onPublished'];
}

/**
 * A transaction over a tenant connection.
 *
 * Its events are kept until the commit and written right before it, in the same round trip. By then the transaction
 * holds every lock that it takes, so of two changes to one row the events get their sequence in the order of the
 * changes.
 */
export class ConnectedTransaction extends ConnectedSession implements TenantTransaction {
  readonly traceId: string;
  readonly traceparent: string;
  readonly actor: string | null;
  readonly #origin: TransactionOrigin;
  readonly #connection: TenantConnection;
  readonly #events: EventRecord[] = [];
  readonly #afterCommit: (() => void)[] = [];

  constructor(origin: TransactionOrigin, connection: TenantConnection, managerOf: ManagerOf) {
    super(origin.tenantId, connection, managerOf);
    this.traceId = origin.traceId;
    this.traceparent = origin.traceparent;
    this.actor = origin.actor;
    this.#origin = origin;
    this.#connection = connection;
  }

  async publish<T extends Topic>(topic: T, payload: EventPayloads[T]): Promise<string> {
    this.#connection.assertOpen();
    const event = eventRecordOf(topic, payload, this.#origin);
    this.#events.push(event);
    return event.header.event_id;
  }

  afterCommit(work: () => void): void {
    this.#connection.assertOpen();
    this.#afterCommit.push(work);
  }

  /** Commits with its events, then calls what waits for the commit; a failure in there is logged, not thrown. */
  async commit(logger: Logger): Promise<void> {
    const events = await this.#protectedEvents();
    await this.#connection.commit(events.length > 0 ? outboxInsert(events) : undefined);
    const published = this.#events.map(({ header }) => ({ id: header.event_id, name: header.event_name }));
    const { onPublished } = this.#origin;
    const works = onPublished && published.length > 0 ? [() => onPublished(published)] : [];
    for (const work of [...works, ...this.#afterCommit]) {
      try {
        work();
      } catch (error) {
        logger.error({ err: error, tenantId: this.tenantId }, 'work after a commit failed; the commit stands');
      }
    }
  }

  /** Without the keys nothing is committed, for then the events could be stored in the clear only. */
  async #protectedEvents(): Promise<readonly EventRecord[]> {
    try {
      return await Promise.all(this.#events.map((event) => this.#origin.personalData.protect(event)));
    } catch (error) {
      await this.#connection.rollback();
      throw error;
    }
  }
}
