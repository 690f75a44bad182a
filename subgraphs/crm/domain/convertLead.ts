/** Life of a lead: open, then either converted into a customer or discarded; both are final. */
export type LeadStatus = 'OPEN' | 'CONVERTED' | 'DISCARDED';

/** Why a lead cannot be converted. */
export interface RefusedConversion {
  readonly code: 'LEAD_ALREADY_CONVERTED' | 'LEAD_DISCARDED';
  readonly message: string;
}

/** Says why a lead of this status cannot become a customer; undefined where it can. A lead converts once. */
export function refuseConversion(status: LeadStatus): RefusedConversion | undefined {
  if (status === 'CONVERTED') {
    return {
      code: 'LEAD_ALREADY_CONVERTED',
      message: 'The lead is converted already. Use the customer that it became.',
    };
  }
  if (status === 'DISCARDED') {
    return { code: 'LEAD_DISCARDED', message: 'The lead is discarded and cannot be converted.' };
  }
  return undefined;
}
