import { defineTable } from '#kit/tenancy/defineTable.ts';

/** A domain whose store for the tenant is ready. */
export interface ProvisionedDomainRow {
  domain: string;
  provisionedAt: string;
}

export const provisionedDomains = defineTable<ProvisionedDomainRow>(
  'provisioned_domains',
  { domain: 'text', provisionedAt: 'timestamptz' },
  ['domain'],
);
