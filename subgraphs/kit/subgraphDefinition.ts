import type { EventConsumer } from './inbox/eventConsumer.ts';
import type { SubgraphHost } from './subgraphHost.ts';
import type { StoreDefinition } from './tenancy/storeDefinition.ts';

/** What makes a domain a subgraph; the kit supplies the rest. */
export interface SubgraphDefinition extends StoreDefinition {
  /** `Resolvers` of #generated/subgraphs/<name>.ts. */
  readonly resolvers: object;
  /** What it does on events of its own and of others. */
  readonly consumers?: readonly EventConsumer[];
  /** Work that runs beside requests, e.g. timers. Started before the server, closed after it. */
  readonly background?: (host: SubgraphHost) => Promise<BackgroundWork>;
}

/** Running background work. */
export interface BackgroundWork {
  close(): Promise<void>;
}
