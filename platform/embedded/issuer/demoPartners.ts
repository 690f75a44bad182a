/** A program of another company that signs in with its own secret and acts for one tenant. */
export interface DemoPartner {
  readonly clientId: string;
  /** The id under which its work is recorded; a UUID as for people. */
  readonly subject: string;
  readonly tenantSlug: string;
  readonly scopes: readonly string[];
}

/** Partners that the embedded issuer knows. Their secrets are made at the first start and lie in the data folder. */
export const demoPartners: readonly DemoPartner[] = [
  {
    clientId: 'acme-logistics',
    subject: '01890000-0000-7000-8003-0000000ac106',
    tenantSlug: 'acme',
    scopes: ['crm:read', 'erp:read'],
  },
];
