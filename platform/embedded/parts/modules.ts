import type { SubgraphDefinition } from '#kit/subgraphDefinition.ts';
import type { LoadedModules } from '../loadedModules.ts';
import type { Part } from '../part.ts';

/**
 * Begins to load the code of kit, subgraphs and router, and does not wait: loading takes about as long as PostgreSQL
 * takes to start, on another core. Whoever needs a module awaits it and gets its fault, if there is one.
 */
export const modules: Part = {
  name: 'code',
  async start(state) {
    const names = state.config.subgraphs.map(({ name }) => name);
    const loaded: LoadedModules = {
      tenancy: import('#kit/tenancy/prepareDatabase.ts'),
      kit: import('#kit/startSubgraph.ts'),
      subgraphs: Promise.all(names.map(definitionOf)),
      router: Promise.all([
        import('#router/startRouter.ts'),
        import('#router/config/guardsOfConfig.ts'),
        import('#router/config/limitsOfConfig.ts'),
        import('#router/config/liveOfConfig.ts'),
      ]).then(([{ startRouter }, { guardsOfConfig }, { limitsOfConfig }, { liveOfConfig }]) => ({
        startRouter,
        guardsOfConfig,
        limitsOfConfig,
        liveOfConfig,
      })),
    };
    for (const pending of Object.values(loaded)) (pending as Promise<unknown>).catch(() => undefined);
    state.modules.value = loaded;
    return undefined;
  },
};

/** A subgraph's index.ts exports its definition, by default or by any name. */
async function definitionOf(name: string): Promise<SubgraphDefinition> {
  const exported: Record<string, unknown> = await import(`#subgraphs/${name}/index.ts`);
  const found = Object.values(exported).find(
    (value): value is SubgraphDefinition => (value as { name?: unknown } | undefined)?.name === name,
  );
  if (found === undefined) throw new Error(`subgraphs/${name}/index.ts exports no definition of subgraph ${name}`);
  return found;
}
