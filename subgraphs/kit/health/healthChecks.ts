import type { EventLog } from '#platform/event-log/eventLog.ts';
import type { Relay } from '../outbox/startRelay.ts';
import type { Store } from '../tenancy/store.ts';
import type { HealthCheck } from './healthCheck.ts';

/** What a subgraph relies on. */
export interface CheckedParts {
  readonly store: Store;
  readonly eventLog: EventLog;
  readonly relay: Relay;
}

/** Gives the checks of a subgraph: its database and the event log must answer, its relay must be at work, its outbox not behind. */
export function healthChecks({ store, eventLog, relay }: CheckedParts): HealthCheck[] {
  return [
    { name: 'database', run: () => store.ping() },
    {
      name: 'event-log',
      run: async () => {
        await eventLog.end(['tenant.created']);
      },
    },
    { name: 'relay', run: () => relay.check() },
    { name: 'outbox', run: async () => (relay.backlog().alarm ? 'degraded' : undefined) },
  ];
}
