import { type GraphQLClient, GraphQLRequestError } from '../client/graphqlClient.ts';
import type { TypedDocument } from '../client/typedDocument.ts';

const anything: TypedDocument<unknown, object> = { toString: () => '{ __typename }' };

/** What to do about a tenant that is not served. */
const advice: Readonly<Record<string, string>> = {
  TENANT_SUSPENDED: 'Resume it as operator (mutation resumeTenant), and run the demo again.',
  TENANT_DELETED:
    'That is for good, and the demo plays with this tenant. Start the platform on a new folder (DATA_DIR), and run the demo there.',
};

/**
 * Makes sure, before anybody listens, that a tenant of the demo is served: a listener would wait for a suspended one.
 *
 * @throws Error that says what to do where the tenant is suspended or deleted
 */
export async function expectServed(tenant: string, client: GraphQLClient): Promise<void> {
  try {
    await client.request(anything, {});
  } catch (error) {
    const code = error instanceof GraphQLRequestError ? (error.errors[0]?.extensions?.code ?? '') : '';
    if (!advice[code]) throw error;
    throw new Error(`The tenant ${tenant} is ${code === 'TENANT_DELETED' ? 'deleted' : 'suspended'}. ${advice[code]}`);
  }
}
