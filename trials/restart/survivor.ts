import { createGraphQLClient, type GraphQLClient } from '#demo/client/graphqlClient.ts';
import { type Listener, openListener } from '#demo/client/listener.ts';
import { findPlatform } from '#demo/signIn.ts';
import type { KillablePlatform } from './killablePlatform.ts';

/** When the platform is killed around a request: as soon as it answered, or while it is under way. */
export type KillPoint = 'after the answer' | 'under way';

/** A user of acme and a dashboard, who come back after each kill. */
export interface Survivor {
  readonly client: GraphQLClient;
  readonly listener: Listener;
  /** Starts the platform again, signs in and opens the dashboard anew. */
  comeBack(): Promise<void>;
  /**
   * Sends a request, kills the platform around it and comes back.
   *
   * @param delay milliseconds from sending to the kill, for a request that is under way
   * @returns the answer, or undefined where none came
   */
  killAround<Answer>(point: KillPoint, delay: number, request: () => Promise<Answer>): Promise<Answer | undefined>;
}

/** @param dataDir the data folder of the platform */
export function createSurvivor(platform: KillablePlatform, dataDir: string): Survivor {
  let client: GraphQLClient | undefined;
  let listener: Listener | undefined;

  async function comeBack(): Promise<void> {
    await platform.start();
    const found = await findPlatform(dataDir);
    const token = await found.tokenOf('acme', 'ada');
    client = createGraphQLClient(found.graphUrl, token);
    listener = await openListener(found.graphUrl, token);
  }

  return {
    get client() {
      return client!;
    },
    get listener() {
      return listener!;
    },
    comeBack,
    async killAround(point, delay, request) {
      const answer = request().catch(() => undefined);
      if (point === 'after the answer') await answer;
      else await new Promise((resolve) => setTimeout(resolve, delay));
      await platform.kill();
      const came = await answer;
      await listener!.close();
      await comeBack();
      return came;
    },
  };
}
