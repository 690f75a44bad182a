import type { Principal } from '#platform/identity/principal.ts';
import { RequestRefused } from '../errors/requestRefused.ts';

/** How many subscriptions may be open in this process. */
export interface SubscriptionBounds {
  readonly perUser: number;
  readonly perTenant: number;
}

/** Counts open subscriptions per user and per tenant. */
export class SubscriptionLimits {
  readonly #bounds: SubscriptionBounds;
  readonly #open = new Map<string, number>();

  constructor(bounds: SubscriptionBounds) {
    this.#bounds = bounds;
  }

  /**
   * Counts one more; gives the function that counts it off, which may be called again. Callers without token are
   * bounded by their sockets alone.
   *
   * @throws RequestRefused LIMIT_SUBSCRIPTIONS with `scope` and `limit`
   */
  take(principal: Principal | null): () => void {
    if (!principal) return () => undefined;
    const tenant = principal.tenantId;
    const user = `${tenant} ${principal.userId}`;
    this.#refuseBeyond(user, 'user', this.#bounds.perUser);
    this.#refuseBeyond(tenant, 'tenant', this.#bounds.perTenant);
    this.#add(user, 1);
    this.#add(tenant, 1);
    let taken = true;
    return () => {
      if (!taken) return;
      taken = false;
      this.#add(user, -1);
      this.#add(tenant, -1);
    };
  }

  #refuseBeyond(name: string, scope: 'user' | 'tenant', limit: number): void {
    if ((this.#open.get(name) ?? 0) < limit) return;
    throw RequestRefused.because('LIMIT_SUBSCRIPTIONS', undefined, { scope, limit });
  }

  #add(name: string, change: number): void {
    const count = (this.#open.get(name) ?? 0) + change;
    if (count === 0) this.#open.delete(name);
    else this.#open.set(name, count);
  }
}
