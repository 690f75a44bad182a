import type { SubgraphDefinition } from '#kit/subgraphDefinition.ts';

type Kit = Pick<typeof import('#kit/startSubgraph.ts'), 'startSubgraph'>;
type Tenancy = Pick<typeof import('#kit/tenancy/prepareDatabase.ts'), 'prepareDatabase'>;
type RouterModule = Pick<typeof import('#router/startRouter.ts'), 'startRouter'> &
  Pick<typeof import('#router/config/guardsOfConfig.ts'), 'guardsOfConfig'> &
  Pick<typeof import('#router/config/limitsOfConfig.ts'), 'limitsOfConfig'> &
  Pick<typeof import('#router/config/liveOfConfig.ts'), 'liveOfConfig'>;

/** The code of the parts, on its way. */
export interface LoadedModules {
  readonly kit: Promise<Kit>;
  readonly tenancy: Promise<Tenancy>;
  readonly router: Promise<RouterModule>;
  /** Definitions in the order of supergraph.yaml. */
  readonly subgraphs: Promise<readonly SubgraphDefinition[]>;
}
