/** The tables of the data keys. They may be made again and by several processes at once. */
export const keyTables = `
  SELECT pg_advisory_xact_lock(7032, 1);
  CREATE TABLE IF NOT EXISTS data_keys (
    key_id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL,
    -- Nonce, tag and ciphertext by the master key; the key itself is nowhere in this database.
    wrapped bytea NOT NULL,
    master_key_id text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    -- Set when a newer key took its place: it decrypts, but no longer encrypts.
    retired_at timestamptz
  );
  CREATE UNIQUE INDEX IF NOT EXISTS data_keys_present ON data_keys (tenant_id) WHERE retired_at IS NULL;
  CREATE INDEX IF NOT EXISTS data_keys_tenant ON data_keys (tenant_id);
  -- A tenant that is here has no keys and gets none: late events of it must not found new ones.
  CREATE TABLE IF NOT EXISTS shredded_tenants (
    tenant_id uuid PRIMARY KEY,
    shredded_at timestamptz NOT NULL DEFAULT now()
  )`;
