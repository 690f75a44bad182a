import type { Shown } from '#kit/testkit/shown.ts';
import type { TestDomain } from '#kit/testkit/startTestDomain.ts';
import { testPrincipal } from '#kit/testkit/testPrincipal.ts';

/** What a seed made. */
export interface CrmSeed {
  readonly lead: Shown;
  readonly customer: Shown;
  readonly deal: Shown;
}

/** Makes one of everything that crm has; each text begins with the canary. */
export async function seedCrm(domain: TestDomain, principal = testPrincipal(), canary = 'seed'): Promise<CrmSeed> {
  const mutate = (name: string, input: object) => domain.mutate(name, { input }, principal);
  const person = { name: `${canary} Ada`, email: `${canary}@example.com` };
  const lead = await mutate('createLead', { ...person, company: `${canary} Ltd`, assignedTo: principal.userId });
  const dealValue = { amount: '1200.5', currency: 'EUR' };
  const { customer, deal } = await mutate('convertLead', { leadId: lead.id, dealTitle: `${canary} deal`, dealValue });
  await mutate('addContact', { ...person, customerId: customer.id, phone: '1', role: `${canary} buyer` });
  await mutate('logActivity', { kind: 'CALL', subject: `${canary} call`, body: `${canary} body`, dealId: deal.id });
  return { lead, customer, deal };
}
