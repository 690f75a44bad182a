-- A tenant that is being deleted cannot be resumed any more.
ALTER TABLE tenant_profile DROP CONSTRAINT tenant_profile_status_check;
ALTER TABLE tenant_profile ADD CHECK (status IN ('ACTIVE', 'SUSPENDED', 'DELETED'));

-- The registry keeps who was deleted, when and by whom: neither id nor slug is given to another tenant.
ALTER TABLE tenant_registry ADD COLUMN deleted_at timestamptz, ADD COLUMN deleted_by uuid;

-- Domains that had a store of a deleted tenant, beside the registry; empty in other tenants' schemas.
CREATE TABLE removed_domains (
  tenant_id uuid NOT NULL,
  domain text NOT NULL,
  -- Null until the domain has told that its store is gone.
  removed_at timestamptz,
  PRIMARY KEY (tenant_id, domain)
);
