import { createGraphQLClient, type GraphQLClient } from '../client/graphqlClient.ts';
import { type Listener, openListener } from '../client/listener.ts';
import type { Platform } from '../signIn.ts';
import type { Timeline } from '../timeline.ts';

/** Who plays in the story, and how they tell of it. */
export interface Cast {
  /** Admin of acme. */
  readonly ada: GraphQLClient;
  /** Manager of acme: invoices and takes payments. */
  readonly alan: GraphQLClient;
  /** Member of acme: sells. */
  readonly mia: GraphQLClient;
  /** Admin of globex. */
  readonly grace: GraphQLClient;
  /** Member of globex. */
  readonly gus: GraphQLClient;
  /** What acme's dashboard receives. */
  readonly acme: Listener;
  /** What globex's dashboard receives. */
  readonly globex: Listener;
  readonly timeline: Timeline;
  /** Does one step and puts it on the timeline. */
  step<Result>(who: string, what: string, work: () => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** Signs everybody in and opens a dashboard for each tenant. */
export async function assemble(platform: Platform, timeline: Timeline): Promise<Cast> {
  const client = async (tenant: string, user: string) =>
    createGraphQLClient(platform.graphUrl, await platform.tokenOf(tenant, user));
  const listener = async (tenant: string, user: string) =>
    openListener(platform.graphUrl, await platform.tokenOf(tenant, user));
  const [ada, alan, mia, grace, gus, acme, globex] = await Promise.all([
    client('acme', 'ada'),
    client('acme', 'alan'),
    client('acme', 'mia'),
    client('globex', 'grace'),
    client('globex', 'gus'),
    listener('acme', 'ada'),
    listener('globex', 'grace'),
  ]);
  return {
    ada,
    alan,
    mia,
    grace,
    gus,
    acme,
    globex,
    timeline,
    async step(who, what, work) {
      const start = performance.now();
      const result = await work();
      timeline.did(who, what, performance.now() - start);
      return result;
    },
    close: async () => {
      await Promise.all([acme.close(), globex.close()]);
    },
  };
}
