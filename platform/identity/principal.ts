/** Who asks, as the access token proved it. */
export interface Principal {
  /** UUID of the tenant. */
  readonly tenantId: string;
  /** Short name of the tenant, as in host names. */
  readonly tenantSlug: string;
  readonly userId: string;
  readonly roles: readonly string[];
  /** Permissions, e.g. `crm:read`. */
  readonly scopes: readonly string[];
  /** Department, cost centre, region and the like, for policies. */
  readonly attributes: Readonly<Record<string, string>>;
  /** When the token ends, in seconds since 1970. */
  readonly tokenExpiresAt: number;
}
