import { describe, expect, test } from '@jest/globals';
import type { LeadCreated } from '#generated/events.ts';
import { eventRecordOf } from './eventRecordOf.ts';

const origin = { source: 'crm', tenantId: '01890000-0000-7000-8000-0000000000aa', traceId: 'f'.repeat(32) };
const lead: LeadCreated = {
  lead_id: '01890000-0000-7000-8000-000000000001',
  tenant_id: origin.tenantId,
  name: 'Ann',
  email: 'ann@example.com',
  source: 'web',
  assigned_to: null,
  created_at: '2026-01-31T09:30:00.000Z',
};

describe('an event', () => {
  test('is keyed by its tenant and the field that its contract names', () => {
    expect(eventRecordOf('lead.created', lead, origin)).toMatchObject({
      key: `${origin.tenantId}:${lead.lead_id}`,
      header: { event_name: 'lead.created' },
      payload: lead,
    });
  });

  test.each([
    ['a missing field', { ...lead, email: undefined }, 'email is missing'],
    ['null where a value must be', { ...lead, name: null }, 'name is missing'],
    ['a wrong type', { ...lead, name: 7 }, 'name is not String'],
    ['an unknown field', { ...lead, colour: 'red' }, 'colour is not part of the contract'],
    ['another tenant', { ...lead, tenant_id: '01890000-0000-7000-8000-0000000000bb' }, 'tenant_id is another tenant'],
  ])('with %s is refused', (_, payload, fault) => {
    expect(() => eventRecordOf('lead.created', payload as LeadCreated, origin)).toThrow(
      expect.objectContaining({ code: 'EVENT_INVALID', message: expect.stringContaining(fault) }),
    );
  });

  test('of an unknown topic is refused', () => {
    expect(() => eventRecordOf('nothing.known' as 'lead.created', lead, origin)).toThrow(
      expect.objectContaining({ code: 'EVENT_INVALID' }),
    );
  });

  test('checks numbers and lists by their SDL type', () => {
    const roles = { user_id: 'u', tenant_id: origin.tenantId, changed_by: 'u', changed_at: lead.created_at };
    expect(() => eventRecordOf('role.changed', { ...roles, roles: ['admin'] }, origin)).not.toThrow();
    expect(() => eventRecordOf('role.changed', { ...roles, roles: [1] as never }, origin)).toThrow('list of String');
    const metric = { metric_id: 'm', tenant_id: origin.tenantId, name: 'n', unit: 'ms', measured_at: lead.created_at };
    expect(() => eventRecordOf('metrics.published', { ...metric, value: Number.NaN }, origin)).toThrow('not Float');
  });
});
