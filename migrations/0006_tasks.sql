-- date is the local day that a task is planned for, null for someday. A repeating task that is done makes its next one,
-- which names it in repeats, once. Its series is counted from repeat_from, which carrying a task over leaves alone.
-- cancelled_on: Local day on which a task was cancelled.
-- import_id: Tasks and app usage that an import brought go with it. import_key recognises a task that is imported again, also after
-- it was deleted.
CREATE TABLE tasks (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  title TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  priority TEXT NOT NULL DEFAULT 'medium' CHECK (priority IN ('high', 'medium', 'low')),
  status TEXT NOT NULL DEFAULT 'todo' CHECK (status IN ('todo', 'in_progress', 'done', 'cancelled')),
  date TEXT,
  position INTEGER NOT NULL DEFAULT 0,
  estimated_minutes INTEGER,
  goal_id TEXT,
  project_id TEXT,
  plan_id TEXT,
  organization_id TEXT,
  repeat TEXT NOT NULL DEFAULT 'none' CHECK (repeat IN ('none', 'daily', 'weekdays', 'weekly', 'monthly')),
  repeat_from TEXT,
  repeats TEXT,
  completed_at INTEGER,
  completed_on TEXT,
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  cancelled_on TEXT,
  import_id TEXT,
  import_key TEXT,
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, goal_id) REFERENCES goals (user_id, id),
  FOREIGN KEY (user_id, project_id) REFERENCES projects (user_id, id),
  FOREIGN KEY (user_id, plan_id) REFERENCES plans (user_id, id),
  FOREIGN KEY (user_id, organization_id) REFERENCES organizations (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX tasks_open ON tasks (user_id, date, position) WHERE status IN ('todo', 'in_progress') AND deleted_at IS NULL;

CREATE INDEX tasks_done ON tasks (user_id, completed_on, completed_at) WHERE completed_on IS NOT NULL AND deleted_at IS NULL;

CREATE UNIQUE INDEX tasks_repeats ON tasks (user_id, repeats) WHERE repeats IS NOT NULL;

CREATE INDEX tasks_deleted ON tasks (user_id, deleted_at) WHERE deleted_at IS NOT NULL;

CREATE UNIQUE INDEX tasks_by_import_key ON tasks (user_id, import_key) WHERE import_key IS NOT NULL;

CREATE INDEX tasks_by_import ON tasks (user_id, import_id) WHERE import_id IS NOT NULL;

-- An open task that was planned for from_date and moved to a later day.
CREATE TABLE task_carries (
  user_id TEXT NOT NULL,
  from_date TEXT NOT NULL,
  task_id TEXT NOT NULL,
  PRIMARY KEY (user_id, from_date, task_id),
  FOREIGN KEY (user_id, task_id) REFERENCES tasks (user_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX task_carries_by_task ON task_carries (user_id, task_id);

-- Done by its owner, the user or the person that it names. An item of the user can name the person whom it is for.
-- due_key sorts those without a date last. task_id is the task that it became. While that one is neither deleted nor
-- cancelled, both have one status.
CREATE TABLE action_items (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  description TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'todo' CHECK (status IN ('todo', 'in_progress', 'done')),
  priority TEXT NOT NULL DEFAULT 'medium' CHECK (priority IN ('high', 'medium', 'low')),
  due_date TEXT,
  due_key TEXT GENERATED ALWAYS AS (coalesce(due_date, '~')) VIRTUAL,
  source_type TEXT CHECK (source_type IN ('meeting', 'feedback')),
  source_id TEXT,
  owner TEXT NOT NULL DEFAULT 'me' CHECK (owner IN ('me', 'person')),
  person_id TEXT,
  task_id TEXT,
  organization_id TEXT,
  completed_at INTEGER,
  completed_on TEXT,
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, person_id) REFERENCES people (user_id, id),
  FOREIGN KEY (user_id, organization_id) REFERENCES organizations (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX action_items_open ON action_items (user_id, due_key) WHERE status <> 'done' AND deleted_at IS NULL;

CREATE INDEX action_items_done ON action_items (user_id, completed_at) WHERE status = 'done' AND deleted_at IS NULL;

CREATE INDEX action_items_by_task ON action_items (user_id, task_id) WHERE task_id IS NOT NULL;

CREATE INDEX action_items_deleted ON action_items (user_id, deleted_at) WHERE deleted_at IS NOT NULL;
