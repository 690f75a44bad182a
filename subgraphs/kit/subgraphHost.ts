import type { EventLog } from '#platform/event-log/eventLog.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { Store } from './tenancy/store.ts';

/** What background work gets: the store of each tenant, without a request. */
export interface SubgraphHost {
  readonly logger: Logger;
  readonly eventLog: EventLog;
  /** Sessions of any provisioned tenant, for code that works for the platform and not for a request. */
  readonly sessions: Pick<Store, 'read' | 'transact' | 'tenants'>;
  /** Calls back after each tenant that this process provisioned; gives a function that stops it. */
  onTenantProvisioned(callback: (tenantId: string) => void): () => void;
}
