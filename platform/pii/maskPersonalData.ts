import type { EventContract } from '../events/eventContract.ts';
import type { EventRecord } from '../events/eventRecord.ts';
import { masked } from './personalData.ts';
import { isSealed } from './sealedValue.ts';

/**
 * Gives the event with `***` for its personal values: fields that the contract marks, and whatever is encrypted, which
 * needs no contract. An event without any is given as it is.
 */
export function maskPersonalData<E extends EventRecord>(event: E, contract?: EventContract): E {
  const fields = new Set(contract?.fields.filter(({ pii }) => pii).map(({ name }) => name));
  const hidden = Object.entries(event.payload ?? {}).filter(
    ([name, value]) => isSealed(value) || (fields.has(name) && value !== null && value !== undefined),
  );
  if (hidden.length === 0) return event;
  return { ...event, payload: { ...event.payload, ...Object.fromEntries(hidden.map(([name]) => [name, masked])) } };
}
