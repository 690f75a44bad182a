import type { Principal } from './principal.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const slug = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const word = /^[\x21-\x7e]{1,100}$/;

function isListOfWords(value: unknown): boolean {
  return (
    Array.isArray(value) && value.length <= 100 && value.every((item) => typeof item === 'string' && word.test(item))
  );
}

function isAttributes(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= 50 &&
    entries.every(([name, text]) => name.length <= 100 && typeof text === 'string' && text.length <= 500)
  );
}

/**
 * Whether a value from outside is a whole principal. Tenant and user are lower-case UUIDs: they become names of
 * database roles and values of uuid columns, so nothing else may pass.
 */
export function isPrincipal(value: unknown): value is Principal {
  if (typeof value !== 'object' || value === null) return false;
  const { tenantId, tenantSlug, userId, roles, scopes, attributes, tokenExpiresAt } = value as Record<string, unknown>;
  return (
    typeof tenantId === 'string' &&
    uuid.test(tenantId) &&
    typeof tenantSlug === 'string' &&
    slug.test(tenantSlug) &&
    typeof userId === 'string' &&
    uuid.test(userId) &&
    isListOfWords(roles) &&
    isListOfWords(scopes) &&
    isAttributes(attributes) &&
    typeof tokenExpiresAt === 'number' &&
    Number.isFinite(tokenExpiresAt)
  );
}
