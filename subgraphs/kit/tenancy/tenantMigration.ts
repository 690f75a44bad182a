/** One step of a schema's history. Never edited once released: its checksum is kept and compared. */
export interface TenantMigration {
  /** Unique and ascending, e.g. `001-leads`. */
  readonly name: string;
  /**
   * SQL statements, run in one transaction with the tenant's schema as search path. `{{tenant_role}}` stands for the
   * tenant's role, e.g. to take rights from it: `REVOKE UPDATE, DELETE ON audit_entries FROM {{tenant_role}}`.
   */
  readonly up: string;
}
