-- Tables of one tenant. The schema is set by the session; nothing here names a tenant.

-- The last version of each key; its row lock makes versions follow one another.
CREATE TABLE definition_keys (
  key text PRIMARY KEY,
  version integer NOT NULL
);

CREATE TABLE definitions (
  id uuid PRIMARY KEY,
  key text NOT NULL,
  name text NOT NULL,
  version integer NOT NULL,
  executable boolean NOT NULL,
  reasons jsonb NOT NULL,
  warnings jsonb NOT NULL,
  process_id text NOT NULL,
  executable_process_ids text[] NOT NULL,
  has_diagram boolean NOT NULL,
  exporter text,
  trigger text,
  deployed_by_id uuid,
  deployed_at timestamptz NOT NULL,
  UNIQUE (key, version)
);
CREATE INDEX definitions_deployed_at ON definitions (deployed_at, id);
CREATE INDEX definitions_trigger ON definitions (trigger, key, version) WHERE trigger IS NOT NULL;

-- Apart from definitions, since lists of definitions never need it.
CREATE TABLE definition_models (
  definition_id uuid PRIMARY KEY REFERENCES definitions,
  xml text NOT NULL
);

CREATE TABLE instances (
  id uuid PRIMARY KEY,
  definition_id uuid NOT NULL REFERENCES definitions,
  definition_key text NOT NULL,
  status text NOT NULL CHECK (status IN ('RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED')),
  trigger text NOT NULL,
  subject_id text,
  failure jsonb,
  started_by_id uuid,
  started_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE INDEX instances_started_at ON instances (started_at, id);
CREATE INDEX instances_status ON instances (status, started_at, id);
CREATE INDEX instances_definition ON instances (definition_id, started_at, id);
CREATE INDEX instances_key ON instances (definition_key, started_at, id);
CREATE INDEX instances_subject ON instances (subject_id) WHERE subject_id IS NOT NULL;
-- An event starts a key once for its subject, however often it comes.
CREATE UNIQUE INDEX instances_triggered ON instances (definition_key, subject_id) WHERE trigger <> 'manual';

CREATE TABLE instance_states (
  instance_id uuid PRIMARY KEY REFERENCES instances,
  variables jsonb NOT NULL,
  -- State of the engine between two advances; null once the instance ended.
  engine jsonb
);

CREATE TABLE steps (
  id uuid PRIMARY KEY,
  instance_id uuid NOT NULL REFERENCES instances,
  execution_id text NOT NULL,
  node_id text NOT NULL,
  node_name text,
  node_type text NOT NULL,
  status text NOT NULL CHECK (status IN ('WAITING', 'COMPLETED', 'FAILED', 'CANCELLED')),
  detail text,
  entered_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  UNIQUE (instance_id, execution_id)
);
CREATE INDEX steps_order ON steps (instance_id, id);

CREATE TABLE projects (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  description text,
  status text NOT NULL CHECK (status IN ('ACTIVE', 'CLOSED')),
  owner_id uuid,
  starts_at timestamptz,
  due_at timestamptz,
  created_at timestamptz NOT NULL
);
CREATE INDEX projects_created_at ON projects (created_at, id);
CREATE INDEX projects_status ON projects (status, created_at, id);
CREATE INDEX projects_owner ON projects (owner_id, created_at, id);

CREATE TABLE tasks (
  id uuid PRIMARY KEY,
  title text NOT NULL,
  description text,
  status text NOT NULL CHECK (status IN ('OPEN', 'COMPLETED', 'CANCELLED')),
  assignee_id uuid,
  candidate_users text[] NOT NULL DEFAULT '{}',
  candidate_groups text[] NOT NULL DEFAULT '{}',
  starts_at timestamptz,
  due_at timestamptz,
  -- Lists are ordered by this; tasks without a due time come last.
  due_order timestamptz NOT NULL GENERATED ALWAYS AS (coalesce(due_at, 'infinity'::timestamptz)) STORED,
  project_id uuid REFERENCES projects,
  instance_id uuid REFERENCES instances,
  node_id text,
  form jsonb,
  data jsonb,
  completed_by_id uuid,
  completed_at timestamptz,
  created_at timestamptz NOT NULL
);
CREATE INDEX tasks_created_at ON tasks (created_at, id);
CREATE INDEX tasks_due ON tasks (due_order, id);
CREATE INDEX tasks_status ON tasks (status, created_at, id);
CREATE INDEX tasks_assignee ON tasks (assignee_id, created_at, id);
CREATE INDEX tasks_project ON tasks (project_id, created_at, id);
CREATE INDEX tasks_instance ON tasks (instance_id, created_at, id);

CREATE TABLE task_dependencies (
  task_id uuid NOT NULL REFERENCES tasks,
  depends_on_id uuid NOT NULL REFERENCES tasks,
  PRIMARY KEY (task_id, depends_on_id)
);
CREATE INDEX task_dependencies_on ON task_dependencies (depends_on_id);

CREATE TABLE waits (
  id uuid PRIMARY KEY,
  instance_id uuid NOT NULL REFERENCES instances,
  execution_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('TASK', 'TIMER', 'MESSAGE', 'SIGNAL')),
  node_id text NOT NULL,
  message_name text,
  due_at timestamptz,
  task_id uuid REFERENCES tasks,
  UNIQUE (instance_id, execution_id)
);
CREATE INDEX waits_due ON waits (due_at, id) WHERE kind = 'TIMER';
CREATE INDEX waits_task ON waits (task_id) WHERE task_id IS NOT NULL;

-- One row per subject: its lock lets a start and a message of one subject follow each other, so that none is missed.
CREATE TABLE subjects (
  subject_id text PRIMARY KEY,
  touched_at timestamptz NOT NULL
);

-- Messages are kept, since one may come before the instance has reached the place that waits for it.
CREATE TABLE messages (
  id uuid PRIMARY KEY,
  subject_id text NOT NULL,
  name text NOT NULL,
  payload jsonb NOT NULL,
  received_at timestamptz NOT NULL
);
CREATE INDEX messages_subject ON messages (subject_id, name, received_at, id);
CREATE INDEX messages_received ON messages (received_at);

CREATE TABLE message_deliveries (
  message_id uuid NOT NULL REFERENCES messages ON DELETE CASCADE,
  instance_id uuid NOT NULL REFERENCES instances,
  PRIMARY KEY (message_id, instance_id)
);
