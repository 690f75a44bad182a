import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
import { demoTenants, operatorTenant } from '#platform/embedded/issuer/demoIdentities.ts';
import { type ContextSigner, createContextSigner } from '#platform/identity/contextSigner.ts';
import type { Principal } from '#platform/identity/principal.ts';
import { scopesOfRoles } from '#platform/identity/roles.ts';
import { startTestPlatform as startPlatform, type TestPlatform, type TestPlatformOptions } from '../platform.ts';
import { GraphSocket } from './clients/graphSocket.ts';
import { type GraphAnswer, postGraphql } from './clients/postGraphql.ts';
import { RequestCosts } from './requestCosts.ts';

/** The whole platform in this process, with clients for its demo users. */
export interface TestGraph {
  readonly platform: TestPlatform;
  readonly graphqlUrl: string;
  /** What requests cost the subgraphs. */
  readonly costs: RequestCosts;
  /** Signs contexts as the router does, for requests straight to a subgraph. */
  readonly contexts: ContextSigner;
  /** Header that signs a demo user in; the token is made once. */
  bearer(tenant: string, user: string): Promise<{ authorization: string }>;
  /** Sends a typed document as a demo user. @throws Error with the errors of the answer */
  request<Result, Variables>(
    tenant: string,
    user: string,
    document: DocumentTypeDecoration<Result, Variables>,
    variables: Variables,
    headers?: Record<string, string>,
  ): Promise<Result>;
  /** Sends any text as a demo user and gives the answer as it came. */
  ask(tenant: string, user: string, query: string, variables?: Record<string, unknown>): Promise<GraphAnswer>;
  /** An acknowledged WebSocket of a demo user. */
  socket(tenant: string, user: string): Promise<GraphSocket>;
  /** What the router would vouch for, for a demo user. */
  principal(tenant: string, user: string): Principal;
  close(): Promise<void>;
}

/** Starts the platform on free ports and databases of its own; closing it leaves nothing behind. */
export async function startTestPlatform(
  options: Pick<TestPlatformOptions, 'subgraphPoolSize' | 'loggerOf' | 'settings'> = {},
): Promise<TestGraph> {
  const costs = new RequestCosts();
  const platform = await startPlatform({
    ...options,
    // A machine with much other work makes the router late, and is no reason to refuse what a test asks.
    settings: { OVERLOAD_PROTECTION: 'off', ...options.settings },
    onSubgraphRequest: (report) => costs.add(report),
  });
  const graphqlUrl = `${platform.routerUrl}/graphql`;
  const contextKey = await readFile(join(platform.dataDir, 'keys', 'context-private.pem'), 'utf8');
  const tokens = new Map<string, Promise<string>>();
  const principals = new Map<string, Principal>();
  const sockets = new Set<GraphSocket>();

  function tokenOf(tenant: string, user: string): Promise<string> {
    const key = `${tenant}/${user}`;
    const token = tokens.get(key) ?? platform.token(tenant, user);
    tokens.set(key, token);
    return token;
  }
  const bearer = async (tenant: string, user: string) => ({ authorization: `Bearer ${await tokenOf(tenant, user)}` });

  return {
    platform,
    graphqlUrl,
    costs,
    contexts: createContextSigner(createPrivateKey(contextKey)),
    bearer,
    principal(tenant, user) {
      const key = `${tenant}/${user}`;
      const principal = principals.get(key) ?? principalOf(tenant, user);
      principals.set(key, principal);
      return principal;
    },
    async request<Result, Variables>(
      tenant: string,
      user: string,
      document: DocumentTypeDecoration<Result, Variables>,
      variables: Variables,
      headers: Record<string, string> = {},
    ): Promise<Result> {
      const query = String(document);
      const { body } = await postGraphql(
        graphqlUrl,
        { query, variables },
        { ...(await bearer(tenant, user)), ...headers },
      );
      if (body.errors !== undefined) throw new Error(JSON.stringify(body.errors));
      return body.data as Result;
    },
    ask: async (tenant, user, query, variables) =>
      postGraphql(graphqlUrl, { query, variables }, await bearer(tenant, user)),
    async socket(tenant, user) {
      const socket = await GraphSocket.ready(platform.routerUrl, await tokenOf(tenant, user));
      sockets.add(socket);
      return socket;
    },
    async close() {
      await Promise.all([...sockets].map((socket) => socket.close()));
      await platform.close();
    },
  };
}

function principalOf(tenant: string, login: string): Principal {
  const { id, slug, users } = [...demoTenants, operatorTenant].find(({ slug }) => slug === tenant)!;
  const user = users.find((each) => each.login === login)!;
  return {
    tenantId: id,
    tenantSlug: slug,
    userId: user.id,
    roles: user.roles,
    scopes: scopesOfRoles(user.roles),
    attributes: user.attributes,
    tokenExpiresAt: Math.floor(Date.now() / 1000) + 900,
  };
}
