import type { Principal } from '#platform/identity/principal.ts';
import { RecentMap } from '#platform/identity/recentMap.ts';

const keys = new WeakMap<Principal, string>();
/** Each text once: most callers have the permissions of many others. */
const texts = new RecentMap<string, string>(1_000);

/**
 * A text that is equal for two principals exactly when rules and policies cannot tell them apart: same tenant, roles,
 * scopes and attributes. Remembered per principal, since verified tokens give the same object again.
 */
export function permissionKey(principal: Principal | null): string {
  if (principal === null) return 'anonymous';
  let key = keys.get(principal);
  if (key === undefined) {
    const { tenantId, roles, scopes, attributes } = principal;
    const attributesInOrder = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));
    const text = JSON.stringify([tenantId, [...roles].sort(), [...scopes].sort(), attributesInOrder]);
    key = texts.get(text) ?? text;
    texts.set(text, key);
    keys.set(principal, key);
  }
  return key;
}
