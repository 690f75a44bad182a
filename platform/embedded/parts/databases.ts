import type { SubgraphConfig } from '#platform/config/loadConfig.ts';
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
  { name, databaseUrl, databaseAdminUrl: adminUrl }: SubgraphConfig,
  { config, modules, databaseServerUrl }: PlatformState,
  passwordOf: (role: string) => string,
): Promise<SubgraphDatabase> {
  if (databaseUrl !== undefined && adminUrl !== undefined) return { databaseUrl, adminUrl };
  const { prepareDatabase } = await modules.value.tenancy;
  return prepareDatabase({
    superuserUrl: databaseServerUrl.value,
    name: `${config.databasePrefix}${name.replaceAll('-', '_')}`,
    ownerPassword: passwordOf(`${name}/owner`),
    appPassword: passwordOf(`${name}/app`),
  });
}
