-- Tables of one tenant. The schema is set by the session; nothing here names a tenant.
-- Each filter of a list has an index that goes on with the list's usual order.

CREATE TABLE pipelines (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  stages jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE customers (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  email text,
  phone text,
  status text NOT NULL DEFAULT 'ACTIVE' CHECK (status IN ('ACTIVE', 'INACTIVE')),
  owner_id uuid,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX customers_created_at ON customers (created_at, id);
CREATE INDEX customers_name ON customers (lower(name) text_pattern_ops);
CREATE INDEX customers_name_order ON customers (name, id);
CREATE INDEX customers_status ON customers (status, created_at, id);
CREATE INDEX customers_owner ON customers (owner_id, created_at, id);

CREATE TABLE contacts (
  id uuid PRIMARY KEY,
  customer_id uuid NOT NULL REFERENCES customers,
  name text NOT NULL,
  email text,
  phone text,
  role text,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX contacts_customer ON contacts (customer_id, created_at, id);

CREATE TABLE leads (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL,
  company text,
  source text NOT NULL,
  status text NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN', 'CONVERTED', 'DISCARDED')),
  assigned_to_id uuid,
  customer_id uuid REFERENCES customers,
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((status = 'CONVERTED') = (customer_id IS NOT NULL))
);
CREATE INDEX leads_created_at ON leads (created_at, id);
CREATE INDEX leads_name ON leads (name, id);
CREATE INDEX leads_status ON leads (status, created_at, id);
CREATE INDEX leads_assigned_to ON leads (assigned_to_id, created_at, id);
CREATE INDEX leads_source ON leads (source, created_at, id);

CREATE TABLE deals (
  id uuid PRIMARY KEY,
  title text NOT NULL,
  customer_id uuid NOT NULL REFERENCES customers,
  pipeline_id uuid NOT NULL REFERENCES pipelines,
  stage text NOT NULL,
  amount numeric(19, 4) NOT NULL CHECK (amount >= 0),
  currency char(3) NOT NULL,
  owner_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  closed_at timestamptz
);
CREATE INDEX deals_created_at ON deals (created_at, id);
CREATE INDEX deals_amount ON deals (amount, id);
CREATE INDEX deals_customer ON deals (customer_id, created_at, id);
CREATE INDEX deals_pipeline_stage ON deals (pipeline_id, stage, created_at, id);
CREATE INDEX deals_stage ON deals (stage, created_at, id);
CREATE INDEX deals_owner ON deals (owner_id, created_at, id);

CREATE TABLE activities (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  subject text NOT NULL,
  body text,
  customer_id uuid REFERENCES customers,
  deal_id uuid REFERENCES deals,
  author_id uuid NOT NULL,
  occurred_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX activities_occurred_at ON activities (occurred_at, id);
CREATE INDEX activities_customer ON activities (customer_id, occurred_at, id);
CREATE INDEX activities_deal ON activities (deal_id, occurred_at, id);
CREATE INDEX activities_kind ON activities (kind, occurred_at, id);
