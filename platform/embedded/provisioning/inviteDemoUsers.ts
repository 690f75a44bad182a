import type { DemoTenant } from '../issuer/demoIdentities.ts';
import type { GraphClient } from './graphClient.ts';

const usersQuery = 'query DemoUsers { users(first: 100) { edges { node { id status } } } }';

const invite = `mutation InviteDemoUser($input: InviteUserInput!) {
  inviteUser(input: $input) {
    __typename
    ... on InvalidInput { message }
    ... on Conflict { message }
  }
}`;

const accept = `mutation AcceptDemoInvitation {
  acceptInvitation {
    __typename
    ... on NotFound { message }
    ... on Conflict { message }
  }
}`;

interface Users {
  readonly users: { readonly edges: readonly { readonly node: { readonly id: string; readonly status: string } }[] };
}

interface Outcome {
  readonly __typename: string;
  readonly message?: string;
}

/**
 * Brings a demo tenant's further users in: its admin invites those who are missing, and each accepts. Repeating it
 * changes nothing, so a start that was cut short is completed by the next one.
 */
export async function inviteDemoUsers(client: GraphClient, { slug, users }: DemoTenant): Promise<void> {
  const [admin, ...others] = users;
  const { users: list } = await client.ask<Users>(slug, admin!.login, usersQuery, {});
  const status = new Map(list.edges.map(({ node }) => [node.id, node.status]));
  for (const { id, login, name, email, roles } of others) {
    if (!status.has(id)) {
      const input = { id, name, email, role: roles[0]!.toUpperCase() };
      demandUser(login, (await client.ask<{ inviteUser: Outcome }>(slug, admin!.login, invite, { input })).inviteUser);
    }
    if ((status.get(id) ?? 'INVITED') === 'INVITED') {
      demandUser(login, (await client.ask<{ acceptInvitation: Outcome }>(slug, login, accept, {})).acceptInvitation);
    }
  }
}

function demandUser(login: string, { __typename, message }: Outcome): void {
  if (__typename !== 'User') throw new Error(`demo user ${login} was refused: ${message}`);
}
