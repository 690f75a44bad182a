import { defineTable } from '#kit/tenancy/defineTable.ts';

/** What a tenant is, as stored in its own schema. */
export interface TenantProfileRow {
  id: string;
  slug: string;
  name: string;
  plan: 'FREE' | 'TEAM' | 'ENTERPRISE';
  region: string;
  status: 'ACTIVE' | 'SUSPENDED' | 'DELETED';
  requestsPerMinute: number;
  requestsPerHour: number;
  userRequestsPerMinute: number;
  userRequestsPerHour: number;
  partnerRequestsPerMinute: number;
  partnerRequestsPerHour: number;
  retentionDays: number;
  features: string[];
  createdAt: string;
}

export const tenantProfiles = defineTable<TenantProfileRow>('tenant_profile', {
  id: 'uuid',
  slug: 'text',
  name: 'text',
  plan: 'text',
  region: 'text',
  status: 'text',
  requestsPerMinute: 'integer',
  requestsPerHour: 'integer',
  userRequestsPerMinute: 'integer',
  userRequestsPerHour: 'integer',
  partnerRequestsPerMinute: 'integer',
  partnerRequestsPerHour: 'integer',
  retentionDays: 'integer',
  features: 'text[]',
  createdAt: 'timestamptz',
});
