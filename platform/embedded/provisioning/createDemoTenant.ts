import type { DemoTenant } from '../issuer/demoIdentities.ts';
import { operatorTenant } from '../issuer/demoIdentities.ts';
import type { GraphClient } from './graphClient.ts';

const mutation = `mutation CreateDemoTenant($input: CreateTenantInput!) {
  createTenant(input: $input) {
    __typename
    ... on TenantProvisioning { domains { domain } }
    ... on InvalidInput { message field }
    ... on Conflict { message code }
  }
}`;

interface Answer {
  readonly createTenant: {
    readonly __typename: string;
    readonly domains?: readonly { readonly domain: string }[];
    readonly message?: string;
    readonly code?: string;
  };
}

/**
 * Creates a demo tenant with its first user as admin, as the operator; repeating it gives the same tenant.
 *
 * @returns the domains that have a store for it already; undefined when it was deleted, for then it stays so
 * @throws Error with the message of the API when it refuses
 */
export async function createDemoTenant(client: GraphClient, tenant: DemoTenant): Promise<string[] | undefined> {
  const { id, slug, name, plan, region, users } = tenant;
  const admin = users[0]!;
  const { createTenant } = await client.ask<Answer>(operatorTenant.slug, operatorTenant.users[0]!.login, mutation, {
    input: { id, slug, name, plan, region, admin: { id: admin.id, name: admin.name, email: admin.email } },
  });
  if (createTenant.code === 'TENANT_DELETED') return undefined;
  if (createTenant.domains === undefined) throw new Error(`tenant ${slug} was refused: ${createTenant.message}`);
  return createTenant.domains.map(({ domain }) => domain);
}
