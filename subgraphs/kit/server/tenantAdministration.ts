import type { Principal } from '#platform/identity/principal.ts';
import type { PersonalData } from '#platform/pii/personalData.ts';
import { demandAccess } from '../access/demandAccess.ts';
import type { TenantAdministration } from '../requestContext.ts';
import type { Store, TransactOptions } from '../tenancy/store.ts';
import type { Trace } from './traceOf.ts';

/** Who administrates, and with what. */
export interface Administrator {
  readonly store: Store;
  readonly principal: Principal | null;
  readonly trace: Trace;
  readonly personalData: Pick<PersonalData, 'shred'>;
}

const rule = { authenticated: true, scopes: [[['platform:provision']]] };

/**
 * Gives operators of the platform the stores of other tenants; each call checks the scope.
 *
 * @throws (by its methods) CodedError UNAUTHENTICATED, FORBIDDEN
 */
export function tenantAdministration(
  { store, principal, trace, personalData }: Administrator,
  onPublished: TransactOptions['onPublished'],
): TenantAdministration {
  const demand = (): void => demandAccess(rule, principal, 'The administration of tenants');
  const origin = { traceparent: trace.traceparent, actor: principal?.userId ?? null };
  return {
    async provision(tenantId) {
      demand();
      await store.provision(tenantId, origin);
    },
    async read(tenantId, work) {
      demand();
      return store.read(tenantId, work);
    },
    async transact(tenantId, work) {
      demand();
      return store.transact(tenantId, work, { ...origin, onPublished });
    },
    async shred(tenantId) {
      demand();
      await personalData.shred(tenantId);
    },
  };
}
