import { eventContracts } from '#generated/events.ts';
import { maskPersonalData } from '#platform/pii/maskPersonalData.ts';
import type { EventContracts, PersonalData } from '#platform/pii/personalData.ts';

const contracts: EventContracts = eventContracts;

/** Events with personal data in the clear, so that tests of other things need no keys. It masks as in production. */
export const clearPersonalData: PersonalData = {
  protect: async (event) => event,
  reveal: async (event) => event,
  mask: (event) => maskPersonalData(event, contracts[event.topic]),
  shred: async () => undefined,
};
