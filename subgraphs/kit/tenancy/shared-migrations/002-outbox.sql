-- Events that wait for the relay. A tenant's transaction inserts its own and can read none.
CREATE TABLE shared.outbox (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id uuid NOT NULL DEFAULT shared.current_tenant(),
  event json NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

ALTER TABLE shared.outbox ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_scope ON shared.outbox FOR INSERT TO {{tenants_role}} WITH CHECK (
  tenant_id = shared.current_tenant() AND (event #>> '{header,tenant_id}')::uuid = tenant_id
);
GRANT INSERT (event) ON shared.outbox TO {{tenants_role}};

-- Wakes the relay at the commit. It runs as the owner, since tenants may not send notifications themselves.
CREATE FUNCTION shared.wake_relay() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS
$$ BEGIN PERFORM pg_notify('outbox', ''); RETURN NULL; END $$;
CREATE TRIGGER wake_relay AFTER INSERT ON shared.outbox FOR EACH STATEMENT EXECUTE FUNCTION shared.wake_relay();
