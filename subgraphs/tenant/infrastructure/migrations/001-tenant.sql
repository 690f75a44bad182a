-- Tables of one tenant. The schema is set by the session; nothing here names a tenant.
-- Each filter of a list has an index that goes on with the list's usual order.

-- What the tenant is; one row.
CREATE TABLE tenant_profile (
  id uuid PRIMARY KEY,
  slug text NOT NULL,
  name text NOT NULL,
  plan text NOT NULL,
  region text NOT NULL,
  status text NOT NULL DEFAULT 'ACTIVE' CHECK (status IN ('ACTIVE', 'SUSPENDED')),
  requests_per_minute integer NOT NULL DEFAULT 600,
  requests_per_hour integer NOT NULL DEFAULT 10000,
  retention_days integer NOT NULL DEFAULT 365,
  features text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  only_one boolean NOT NULL DEFAULT true UNIQUE CHECK (only_one)
);

-- Domains whose store for the tenant is ready.
CREATE TABLE provisioned_domains (
  domain text PRIMARY KEY,
  provisioned_at timestamptz NOT NULL
);

-- Tenants of the platform, in the schema of the platform's own tenant; empty everywhere else. A slug is reserved here
-- before anything of its tenant is made.
CREATE TABLE tenant_registry (
  tenant_id uuid PRIMARY KEY,
  slug text NOT NULL UNIQUE,
  registered_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE users (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL,
  roles text[] NOT NULL CHECK (cardinality(roles) BETWEEN 1 AND 4),
  status text NOT NULL DEFAULT 'INVITED' CHECK (status IN ('INVITED', 'ACTIVE', 'DEACTIVATED')),
  department text,
  cost_centre text,
  region text,
  invited_by_id uuid,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX users_email ON users (lower(email));
CREATE INDEX users_created_at ON users (created_at, id);
CREATE INDEX users_name ON users (name, id);
CREATE INDEX users_status ON users (status, created_at, id);
CREATE INDEX users_roles ON users USING gin (roles);

CREATE TABLE workspaces (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  description text,
  created_by_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX workspaces_name ON workspaces (lower(name));
CREATE INDEX workspaces_created_at ON workspaces (created_at, id);

CREATE TABLE audit_entries (
  id uuid PRIMARY KEY,
  actor_id uuid,
  action text NOT NULL,
  subject_type text NOT NULL,
  subject_id uuid NOT NULL,
  occurred_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX audit_entries_occurred_at ON audit_entries (occurred_at, id);
CREATE INDEX audit_entries_actor ON audit_entries (actor_id, occurred_at, id);
CREATE INDEX audit_entries_subject ON audit_entries (subject_id, occurred_at, id);
-- What happened stays: the tenant's role adds and reads, and does nothing else.
REVOKE UPDATE, DELETE, TRUNCATE ON audit_entries FROM {{tenant_role}};

CREATE TABLE metrics (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  value double precision NOT NULL,
  unit text NOT NULL,
  measured_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX metrics_measured_at ON metrics (measured_at, id);
CREATE INDEX metrics_name ON metrics (name, measured_at, id);

CREATE TABLE log_events (
  id uuid PRIMARY KEY,
  level text NOT NULL,
  source text NOT NULL,
  message text NOT NULL,
  logged_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX log_events_logged_at ON log_events (logged_at, id);
CREATE INDEX log_events_level ON log_events (level, logged_at, id);

CREATE TABLE rate_limit_alarms (
  id uuid PRIMARY KEY,
  subject text NOT NULL,
  limit_per_minute integer NOT NULL,
  observed integer NOT NULL,
  raised_at timestamptz NOT NULL DEFAULT now()
);
