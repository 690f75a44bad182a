import type { LoggedEvent } from '#platform/event-log/eventLog.ts';
import { platformTenant } from '#platform/identity/platformTenant.ts';
import type { AccessChange, TenantStanding } from './revocations.ts';

/** Topics that tell of changes of access. */
export const accessTopics = ['role.changed', 'tenant.updated', 'tenant.deleted'] as const;

/** The change of access that an event tells of, or that another router sent; undefined when it is none. */
export function accessChangeOf({
  topic,
  header,
  payload,
}: Pick<LoggedEvent, 'topic' | 'header' | 'payload'>): AccessChange | undefined {
  // The header's tenant is the one in whose store the change was made; a payload could name any.
  const tenantId = header.tenant_id;
  if (topic === 'role.changed') {
    const { user_id: userId, roles, changed_at: at } = payload;
    if (typeof userId !== 'string' || !Array.isArray(roles) || typeof at !== 'string') return undefined;
    return checked({ kind: 'roles', tenantId, userId, roles: roles.map(String), changedAt: Date.parse(at) });
  }
  if (topic === 'tenant.deleted') {
    const { deleted_tenant_id: deleted, deleted_at: at } = payload;
    // Only the platform's own session can record an event in the platform's name.
    if (tenantId !== platformTenant.id || typeof deleted !== 'string' || typeof at !== 'string') return undefined;
    return checked({ kind: 'tenant', tenantId: deleted, standing: 'deleted', changedAt: Date.parse(at) });
  }
  const { status, updated_at: at } = payload;
  if (typeof at !== 'string') return undefined;
  const standing = status === 'ACTIVE' ? 'active' : 'suspended';
  return checked({ kind: 'tenant', tenantId, standing, changedAt: Date.parse(at) });
}

/** A change as another router sent it. */
export function sentAccessChange(message: unknown): AccessChange | undefined {
  const change = (message ?? {}) as { readonly [K in keyof Roles | keyof Tenant]?: unknown };
  if (typeof change.tenantId !== 'string' || typeof change.changedAt !== 'number') return undefined;
  const isTenant = change.kind === 'tenant' && standings.has(change.standing);
  const isRoles = change.kind === 'roles' && typeof change.userId === 'string' && Array.isArray(change.roles);
  return isTenant || isRoles ? (message as AccessChange) : undefined;
}

const standings: ReadonlySet<unknown> = new Set<TenantStanding>(['active', 'suspended', 'deleted']);

type Roles = Extract<AccessChange, { kind: 'roles' }>;
type Tenant = Extract<AccessChange, { kind: 'tenant' }>;

function checked(change: AccessChange): AccessChange | undefined {
  return Number.isNaN(change.changedAt) ? undefined : change;
}
