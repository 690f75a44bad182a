import { CodedError } from '../errors/codedError.ts';
import type { Principal } from './principal.ts';

/** What a request says about its tenant besides its token. */
export interface TenantHints {
  /** The X-Tenant-ID header: id or slug. */
  readonly header: string | undefined;
  /** The Host header, with or without port. */
  readonly host: string | undefined;
  /** The domain below which the first label of a host name is a tenant; undefined when hosts name no tenants. */
  readonly hostSuffix: string | undefined;
}

/**
 * Checks that everything in a request names the same tenant. The token alone decides which tenant that is; header and
 * host name can only agree or be refused, and without token they grant nothing.
 *
 * @returns the tenant of the token; null for a request without token
 * @throws CodedError TENANT_MISMATCH, which says which of the two disagrees but repeats neither tenant, so that nobody
 * learns from it whether the other one exists
 */
export function tenantOfRequest(
  principal: Principal | null,
  { header, host, hostSuffix }: TenantHints,
): { readonly tenantId: string; readonly tenantSlug: string } | null {
  if (principal === null) return null;
  const { tenantId, tenantSlug } = principal;
  const wanted = header?.trim().toLowerCase();
  if (header !== undefined && wanted !== tenantId && wanted !== tenantSlug) throw mismatch('X-Tenant-ID header');
  const label = labelOfHost(host, hostSuffix);
  if (label !== undefined && label !== tenantSlug) throw mismatch('host name');
  return { tenantId, tenantSlug };
}

/** The labels before the suffix; two labels (a.b.example.com) are one name that no tenant can have. */
function labelOfHost(host: string | undefined, suffix: string | undefined): string | undefined {
  if (host === undefined || suffix === undefined) return undefined;
  const name = host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
  return name.endsWith(`.${suffix}`) ? name.slice(0, -suffix.length - 1) : undefined;
}

function mismatch(source: string): CodedError {
  return new CodedError('TENANT_MISMATCH', { message: `The ${source} does not name the tenant of the access token.` });
}
