/** Life of a lead: open, then either converted into a customer or discarded; both are final. */
export type LeadStatus = 'OPEN' | 'CONVERTED' | 'DISCARDED';

/** Why a lead cannot be converted or discarded. */
export interface RefusedEnd {
  readonly code: 'LEAD_ALREADY_CONVERTED' | 'LEAD_DISCARDED';
  readonly message: string;
}

/** Says why a lead of this status can neither become a customer nor be discarded; undefined where it can. Once only. */
export function refuseEnd(status: LeadStatus): RefusedEnd | undefined {
  if (status === 'CONVERTED') {
    return {
      code: 'LEAD_ALREADY_CONVERTED',
      message: 'The lead is converted already. Use the customer that it became.',
    };
  }
  if (status === 'DISCARDED') {
    return { code: 'LEAD_DISCARDED', message: 'The lead is discarded, and that is final.' };
  }
  return undefined;
}
