/** Slugs that hosts and paths of the platform use themselves. */
const reserved = new Set(['www', 'api', 'admin', 'platform', 'status', 'static', 'auth', 'login']);

/**
 * Says why a text cannot be a tenant's slug; undefined where it can. A slug is the first label of a host name (RFC 1123):
 * 2 to 40 lower-case letters, digits and inner hyphens, beginning with a letter.
 */
export function refuseSlug(slug: string): string | undefined {
  if (!/^[a-z](?:[a-z0-9-]{0,38}[a-z0-9])$/.test(slug)) {
    return 'A slug has 2 to 40 lower-case letters, digits and inner hyphens, and begins with a letter.';
  }
  return reserved.has(slug) ? `"${slug}" is reserved for the platform. Choose another slug.` : undefined;
}
