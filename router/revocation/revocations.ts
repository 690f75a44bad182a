import type { ErrorCode } from '#platform/errors/catalogue.ts';
import type { Principal } from '#platform/identity/principal.ts';

/** Why a principal is no longer served. */
export type RevocationCode = Extract<ErrorCode, 'TOKEN_REVOKED' | 'TENANT_SUSPENDED' | 'TENANT_DELETED'>;

/** How a tenant stands: *active* and *suspended* follow one another, *deleted* is for good. */
export type TenantStanding = 'active' | 'suspended' | 'deleted';

/** A change of who may what, as the tenant domain tells of it. */
export type AccessChange =
  | {
      readonly kind: 'roles';
      readonly tenantId: string;
      readonly userId: string;
      /** As tokens name them; none where the user's access ended. */
      readonly roles: readonly string[];
      /** Milliseconds since the epoch. */
      readonly changedAt: number;
    }
  | {
      readonly kind: 'tenant';
      readonly tenantId: string;
      readonly standing: TenantStanding;
      readonly changedAt: number;
    };

/** Longer than any access token lives; an older change is in every token. */
const keptFor = 24 * 3_600_000;
const pruneEvery = 1_000;

interface Watch {
  readonly principal: Principal;
  readonly revoked: (code: RevocationCode) => void;
}

/**
 * Knows whose tokens say more than holds by now. A token is refused while it names a role that its user no longer has, or
 * while its user has no access, or its tenant is suspended or deleted. Changes may come twice and from several sources; per user and
 * tenant the latest one holds.
 */
export class Revocations {
  readonly #roles = new Map<string, { readonly roles: ReadonlySet<string>; readonly changedAt: number }>();
  readonly #tenants = new Map<string, { readonly standing: TenantStanding; readonly changedAt: number }>();
  readonly #watches = new Map<string, Set<Watch>>();
  #sincePruning = 0;

  /** Why the principal is refused, if it is. */
  refusalOf(principal: Principal): RevocationCode | undefined {
    const { tenantId, userId, roles } = principal;
    const standing = this.#tenants.get(tenantId)?.standing;
    if (standing === 'deleted') return 'TENANT_DELETED';
    if (standing === 'suspended') return 'TENANT_SUSPENDED';
    const known = this.#roles.get(`${tenantId} ${userId}`);
    if (!known || known.changedAt < Date.now() - keptFor) return undefined;
    return known.roles.size > 0 && roles.every((role) => known.roles.has(role)) ? undefined : 'TOKEN_REVOKED';
  }

  /** Calls back once, at the moment at which the principal is no longer served; gives the function that calls it off. */
  watch(principal: Principal, revoked: (code: RevocationCode) => void): () => void {
    const watch: Watch = { principal, revoked };
    const ofTenant = this.#watches.get(principal.tenantId) ?? new Set();
    this.#watches.set(principal.tenantId, ofTenant.add(watch));
    return () => {
      ofTenant.delete(watch);
      if (ofTenant.size === 0 && this.#watches.get(principal.tenantId) === ofTenant) {
        this.#watches.delete(principal.tenantId);
      }
    };
  }

  /** Takes a change; says whether it was news. */
  apply(change: AccessChange): boolean {
    const { tenantId, changedAt } = change;
    if (change.kind === 'tenant') {
      const known = this.#tenants.get(tenantId);
      const { standing } = change;
      // Of two changes in one millisecond the later one comes later; only what says the same is no news.
      if (known && (known.standing === 'deleted' || known.standing === standing)) return false;
      // Clocks of two machines may differ; a deletion holds whatever they say.
      if (known && known.changedAt > changedAt && standing !== 'deleted') return false;
      this.#tenants.set(tenantId, { standing, changedAt });
    } else {
      const key = `${tenantId} ${change.userId}`;
      const known = this.#roles.get(key);
      if (changedAt < Date.now() - keptFor || (known && known.changedAt > changedAt)) return false;
      if (known?.changedAt === changedAt && change.roles.join() === [...known.roles].join()) return false;
      this.#roles.set(key, { roles: new Set(change.roles), changedAt });
    }
    this.#prune();
    this.#tell(tenantId);
    return true;
  }

  #tell(tenantId: string): void {
    const ofTenant = this.#watches.get(tenantId);
    for (const watch of [...(ofTenant ?? [])]) {
      const code = this.refusalOf(watch.principal);
      if (code && ofTenant?.delete(watch)) watch.revoked(code);
    }
  }

  #prune(): void {
    if (++this.#sincePruning < pruneEvery) return;
    this.#sincePruning = 0;
    const oldest = Date.now() - keptFor;
    for (const [key, { changedAt }] of this.#roles) if (changedAt < oldest) this.#roles.delete(key);
  }
}
