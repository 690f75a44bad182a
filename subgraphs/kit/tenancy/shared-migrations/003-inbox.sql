-- Which event had its effect by which consumer. The row commits with the effect, so a repetition finds it.
CREATE TABLE shared.inbox (
  tenant_id uuid NOT NULL DEFAULT shared.current_tenant(),
  consumer text NOT NULL,
  event_id uuid NOT NULL,
  done_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, consumer, event_id)
);
ALTER TABLE shared.inbox ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_scope ON shared.inbox FOR INSERT TO {{tenants_role}} WITH CHECK (tenant_id = shared.current_tenant());
GRANT INSERT (consumer, event_id) ON shared.inbox TO {{tenants_role}};

-- Events that could not have their effect yet: the tenant has no schema here, or the consumer failed. An event behind
-- a deferred one of the same key is deferred as well, so that the order per key holds and the log goes on.
CREATE TABLE shared.deferred_events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  consumer text NOT NULL,
  key text NOT NULL,
  event_id uuid NOT NULL,
  tenant_id uuid NOT NULL,
  event json NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  reason text,
  deferred_at timestamptz NOT NULL DEFAULT now(),
  due_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (consumer, event_id)
);
CREATE INDEX deferred_events_order ON shared.deferred_events (consumer, key, id);
CREATE INDEX deferred_events_due ON shared.deferred_events (due_at);
ALTER TABLE shared.deferred_events ENABLE ROW LEVEL SECURITY;

-- Events that were given up, with the reason. Identifiers are text: a malformed one may be the reason.
CREATE TABLE shared.dead_letters (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  consumer text NOT NULL,
  event_id text NOT NULL,
  tenant_id text,
  topic text NOT NULL,
  key text NOT NULL,
  event json NOT NULL,
  attempts integer NOT NULL,
  reason text NOT NULL,
  dead_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (consumer, event_id)
);
ALTER TABLE shared.dead_letters ENABLE ROW LEVEL SECURITY;
