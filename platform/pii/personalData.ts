import type { EventContract } from '../events/eventContract.ts';
import type { EventRecord } from '../events/eventRecord.ts';

/** What stands in the place of a personal value for those who may not see it. */
export const masked = '***';

/** Contracts by topic, which say what is personal. */
export type EventContracts = { readonly [topic: string]: EventContract | undefined };

/** Protects the personal data of events. */
export interface PersonalData {
  /**
   * Gives the event with its personal values encrypted.
   * @throws CodedError PERSONAL_DATA_KEYS_UNAVAILABLE, TENANT_SHREDDED
   */
  protect(event: EventRecord): Promise<EventRecord>;
  /**
   * Gives the event with its personal values in the clear; `***` where the tenant's keys were destroyed.
   * @throws CodedError PERSONAL_DATA_KEYS_UNAVAILABLE, PERSONAL_DATA_UNREADABLE
   */
  reveal<E extends EventRecord>(event: E): Promise<E>;
  /** Gives the event with `***` for its personal values. */
  mask<E extends EventRecord>(event: E): E;
  /**
   * Destroys the keys of a tenant for ever; may be repeated. From then on `reveal` gives `***` for its personal values and
   * `protect` takes none, in other processes within a minute.
   * @throws CodedError PERSONAL_DATA_KEYS_UNAVAILABLE
   */
  shred(tenantId: string): Promise<void>;
}
