import type { SchemaRule } from './schemaRule.ts';

/** Every payload names its tenant, so that no consumer has to guess whose data it handles. */
export const eventTenant: SchemaRule = ({ events, report }) => {
  for (const { type, fields, node } of events) {
    const tenant = fields.find(({ name }) => name === 'tenant_id');
    if (tenant?.type === 'ID' && tenant.required && !tenant.list) continue;
    report(tenant?.node ?? node, `${type} does not name its tenant.`, 'give it the field "tenant_id: ID!"');
  }
};
