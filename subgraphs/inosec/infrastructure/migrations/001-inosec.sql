-- Tables of one tenant. The schema is set by the session; nothing here names a tenant.
-- Each filter of a list has an index that goes on with the list's usual order.

CREATE TABLE detection_rules (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  topic text NOT NULL,
  threshold integer NOT NULL CHECK (threshold BETWEEN 1 AND 1000),
  window_seconds integer NOT NULL CHECK (window_seconds BETWEEN 1 AND 86400),
  severity text NOT NULL,
  active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX detection_rules_created_at ON detection_rules (created_at, id);

CREATE TABLE threats (
  id uuid PRIMARY KEY,
  severity text NOT NULL,
  source_system text NOT NULL,
  description text NOT NULL,
  rule_id uuid REFERENCES detection_rules,
  detected_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX threats_detected_at ON threats (detected_at, id);
CREATE INDEX threats_severity ON threats (severity, detected_at, id);
CREATE INDEX threats_rule ON threats (rule_id);

CREATE TABLE alerts (
  id uuid PRIMARY KEY,
  threat_id uuid NOT NULL UNIQUE REFERENCES threats,
  severity text NOT NULL,
  source_system text NOT NULL,
  description text NOT NULL,
  status text NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN', 'ACKNOWLEDGED', 'RESOLVED')),
  acknowledged_by_id uuid,
  acknowledged_at timestamptz,
  resolved_at timestamptz,
  note text,
  detected_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((acknowledged_by_id IS NULL) = (acknowledged_at IS NULL)),
  CHECK (status = 'OPEN' OR acknowledged_at IS NOT NULL)
);
CREATE INDEX alerts_detected_at ON alerts (detected_at, id);
CREATE INDEX alerts_status ON alerts (status, detected_at, id);
CREATE INDEX alerts_severity ON alerts (severity, detected_at, id);

CREATE TABLE policies (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  description text NOT NULL,
  severity text NOT NULL,
  created_by_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX policies_created_at ON policies (created_at, id);
CREATE INDEX policies_severity ON policies (severity, created_at, id);

CREATE TABLE violations (
  id uuid PRIMARY KEY,
  policy_id uuid NOT NULL REFERENCES policies,
  severity text NOT NULL,
  subject text NOT NULL,
  description text NOT NULL,
  occurred_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX violations_occurred_at ON violations (occurred_at, id);
CREATE INDEX violations_policy ON violations (policy_id, occurred_at, id);

-- Alarms that came in; each counts towards one alert of one rule at most.
CREATE TABLE alarms (
  id uuid PRIMARY KEY,
  topic text NOT NULL,
  subject text NOT NULL,
  raised_at timestamptz NOT NULL,
  alert_id uuid REFERENCES alerts
);
CREATE INDEX alarms_open ON alarms (topic, subject, raised_at) WHERE alert_id IS NULL;
CREATE INDEX alarms_alert ON alarms (alert_id);
