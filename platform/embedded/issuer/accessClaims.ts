import { demoPartners } from './demoPartners.ts';
import { identityOfId, tenantOfSlug } from './findIdentity.ts';

/** What an access token says besides the claims of RFC 9068. */
export interface AccessClaims {
  readonly tenant_id: string;
  readonly tenant: string;
  readonly roles: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
  /** Given for partners, whose tokens otherwise had the client id as subject. */
  readonly sub?: string;
}

/** The claims of a user by user id, or of a partner by client id; undefined when there is neither. */
export function accessClaims(accountId: string | undefined, clientId: string | undefined): AccessClaims | undefined {
  if (accountId !== undefined) {
    const identity = identityOfId(accountId);
    if (identity === undefined) return undefined;
    const { tenant, user } = identity;
    return { tenant_id: tenant.id, tenant: tenant.slug, roles: user.roles, attributes: user.attributes };
  }
  const partner = demoPartners.find((candidate) => candidate.clientId === clientId);
  const tenant = partner && tenantOfSlug(partner.tenantSlug);
  if (partner === undefined || tenant === undefined) return undefined;
  return {
    tenant_id: tenant.id,
    tenant: tenant.slug,
    // By these the router knows that it is a partner, and which manifest of operations is its own.
    roles: ['partner'],
    attributes: { partner: partner.clientId },
    sub: partner.subject,
  };
}
