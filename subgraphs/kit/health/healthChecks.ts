import type { EventLog } from '#platform/event-log/eventLog.ts';
import type { Store } from '../tenancy/store.ts';
import type { HealthCheck } from './healthCheck.ts';

/** Gives the checks of a subgraph: its database and the event log must answer. */
export function healthChecks({ store, eventLog }: { store: Store; eventLog: EventLog }): HealthCheck[] {
  return [
    { name: 'database', run: () => store.ping() },
    {
      name: 'event-log',
      run: async () => {
        await eventLog.end(['tenant.created']);
      },
    },
  ];
}
