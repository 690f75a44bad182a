import type { SubgraphConfig } from '#platform/config/loadConfig.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import { databasePasswords } from '../databasePasswords.ts';
import type { Part } from '../part.ts';
import type { PlatformState, SubgraphDatabase } from '../platformState.ts';

/** One database per subgraph, each with an owner and a login role, on the common server unless its URLs are configured. */
export const databases: Part = {
  name: 'databases',
  async start(state) {
    const passwordOf = await databasePasswords(state.config.dataDir);
    const prepared = await Promise.all(
      state.config.subgraphs.map(
        async (subgraph) => [subgraph.name, await databaseOf(subgraph, state, passwordOf)] as const,
      ),
    );
    state.databases.value = new Map(prepared);
    return undefined;
  },
};

async function databaseOf(
  subgraph: SubgraphConfig,
  { config, modules, databaseServerUrl }: PlatformState,
  passwordOf: (role: string) => string,
): Promise<SubgraphDatabase> {
  const { name, databaseUrl, databaseAdminUrl: adminUrl } = subgraph;
  if (databaseUrl !== undefined && adminUrl !== undefined) return { databaseUrl, adminUrl };
  if (databaseUrl !== undefined || adminUrl !== undefined) {
    const prefix = name.toUpperCase().replaceAll('-', '_');
    throw new CodedError('CONFIG_INVALID', {
      message: `${prefix}_DATABASE_URL and ${prefix}_DATABASE_ADMIN_URL belong together: set both or none.`,
    });
  }
  const { prepareDatabase } = await modules.value.tenancy;
  return prepareDatabase({
    superuserUrl: databaseServerUrl.value,
    name: `${config.databasePrefix}${name.replaceAll('-', '_')}`,
    ownerPassword: passwordOf(`${name}/owner`),
    appPassword: passwordOf(`${name}/app`),
  });
}
