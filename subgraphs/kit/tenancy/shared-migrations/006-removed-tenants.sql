-- Tenants that were deleted for good. Their row stays, so that a late event cannot make their store again.
CREATE TABLE shared.removed_tenants (
  tenant_id uuid PRIMARY KEY,
  -- From here on nobody gets a session of the tenant.
  closed_at timestamptz NOT NULL DEFAULT now(),
  -- Set together with the end of schema and rows, and with the event that tells of it.
  removed_at timestamptz
);
ALTER TABLE shared.removed_tenants ENABLE ROW LEVEL SECURITY;
