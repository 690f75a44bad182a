import type { EventRecord } from '../events/eventRecord.ts';
import { maskPersonalData } from './maskPersonalData.ts';
import { type EventContracts, masked, type PersonalData } from './personalData.ts';
import { isSealed, keyIdOf, seal, unseal, type ValuePlace } from './sealedValue.ts';
import type { TenantKeys } from './tenantKeys.ts';

/** Protects what the contracts mark as personal, with the data keys of the events' tenants. */
export function createPersonalData(keys: TenantKeys, contracts: EventContracts): PersonalData {
  const fieldsOf = new Map(
    Object.entries(contracts).map(([topic, contract]) => [
      topic,
      contract?.fields.filter(({ pii }) => pii).map(({ name }) => name) ?? [],
    ]),
  );

  async function changed<E extends EventRecord>(
    event: E,
    change: (value: string, place: ValuePlace) => Promise<string>,
  ): Promise<E> {
    const { tenant_id: tenantId, event_id: eventId } = event.header;
    const values: Record<string, string> = {};
    for (const field of fieldsOf.get(event.topic) ?? []) {
      const value = event.payload[field];
      if (typeof value === 'string')
        values[field] = await change(value, { tenantId, topic: event.topic, field, eventId });
    }
    return Object.keys(values).length === 0 ? event : { ...event, payload: { ...event.payload, ...values } };
  }

  return {
    protect: (event) => changed(event, async (value, place) => seal(value, await keys.present(place.tenantId), place)),
    reveal: (event) =>
      changed(event, async (value, place) => {
        // Events from before the field was marked are in the clear.
        if (!isSealed(value)) return value;
        const key = await keys.find(place.tenantId, keyIdOf(value));
        return key ? unseal(value, key, place) : masked;
      }),
    mask: (event) => maskPersonalData(event, contracts[event.topic]),
    shred: (tenantId) => keys.shred(tenantId),
  };
}
