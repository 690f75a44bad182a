import { CodedError } from '#platform/errors/codedError.ts';
import type { LoggedEvent } from '#platform/event-log/eventLog.ts';
import { platformTenant } from '#platform/identity/platformTenant.ts';
import type { Store } from '../tenancy/store.ts';
import type { Effect } from './effect.ts';

/** The kit's own effect in every subgraph: the store of a tenant that was deleted is removed. Removal repeats safely. */
export function removalEffect(subgraph: string, store: Store): Effect {
  return {
    name: `${subgraph}.kit-removal`,
    topic: 'tenant.deleted',
    async apply({ header, payload }) {
      const { trace_id: traceId, traceparent } = header;
      await store.remove(deletedTenant({ header, payload }), { traceId, traceparent });
    },
  };
}

/**
 * Whose store goes. Row-level security lets only the platform's own session record an event in the platform's name; an
 * event of any other tenant has no such power.
 * @throws CodedError EVENT_INVALID
 */
function deletedTenant({ header, payload }: Pick<LoggedEvent, 'header' | 'payload'>): string {
  const id = payload.deleted_tenant_id;
  if (header.tenant_id === platformTenant.id && typeof id === 'string' && id !== platformTenant.id) return id;
  throw new CodedError('EVENT_INVALID', { message: 'Only the platform tells that a tenant is deleted.' });
}
