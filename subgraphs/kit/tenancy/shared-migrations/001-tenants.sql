-- The schema that every subgraph database has beside the schemas of its tenants. Its tables belong to the owner;
-- tenants reach only what is granted to the group of their roles, and of that only their own rows.

REVOKE ALL ON SCHEMA shared FROM PUBLIC;
GRANT USAGE ON SCHEMA shared TO {{tenants_role}};
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- The tenant of the session, taken from the name of its role: SQL cannot change it as it could change a setting.
CREATE FUNCTION shared.current_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN substring(current_user::text FROM '_t_([0-9a-f]{32})$')::uuid;
GRANT EXECUTE ON FUNCTION shared.current_tenant() TO {{tenants_role}};

CREATE TABLE shared.tenants (
  tenant_id uuid PRIMARY KEY,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- Digest of the migrations that its schema has seen; another than the program's means: migrate.
  migrated_to text,
  -- Set once the schema was migrated for the first time and what the domain seeds is in it.
  ready_at timestamptz
);
ALTER TABLE shared.tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE shared.migrations ENABLE ROW LEVEL SECURITY;
