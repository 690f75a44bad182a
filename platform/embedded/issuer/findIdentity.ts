import { CodedError } from '#platform/errors/codedError.ts';
import { type DemoTenant, type DemoUser, demoTenants, operatorTenant } from './demoIdentities.ts';

/** A user together with the tenant. */
export interface Identity {
  readonly tenant: DemoTenant;
  readonly user: DemoUser;
}

const tenants = [...demoTenants, operatorTenant];
const identities: readonly Identity[] = tenants.flatMap((tenant) => tenant.users.map((user) => ({ tenant, user })));
const byId = new Map(identities.map((identity) => [identity.user.id, identity]));

/** The identity with this user id, the `sub` of its tokens. */
export function identityOfId(id: string): Identity | undefined {
  return byId.get(id);
}

/** The tenant with this slug. */
export function tenantOfSlug(slug: string): DemoTenant | undefined {
  return tenants.find((tenant) => tenant.slug === slug);
}

/**
 * The identity with this login name in this tenant.
 *
 * @throws CodedError BAD_USER_INPUT that lists the tenants or users there are
 */
export function identityOfLogin(tenantSlug: string, login: string): Identity {
  const tenant = tenantOfSlug(tenantSlug);
  if (tenant === undefined) {
    const known = tenants.map(({ slug }) => slug).join(', ');
    throw new CodedError('BAD_USER_INPUT', { message: `There is no tenant "${tenantSlug}". Tenants: ${known}.` });
  }
  const user = tenant.users.find((candidate) => candidate.login === login);
  if (user === undefined) {
    const known = tenant.users.map((candidate) => `${candidate.login} (${candidate.roles.join(', ')})`).join(', ');
    throw new CodedError('BAD_USER_INPUT', {
      message: `Tenant ${tenantSlug} has no user "${login}". Users: ${known}.`,
    });
  }
  return { tenant, user };
}
