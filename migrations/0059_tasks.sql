-- date is the local day that a task is planned for, null for someday. A repeating task that is done makes its next one,
-- which names it in repeats, once. Its series is counted from repeat_from, which carrying a task over leaves alone.
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
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, goal_id) REFERENCES goals (user_id, id),
  FOREIGN KEY (user_id, project_id) REFERENCES projects (user_id, id),
  FOREIGN KEY (user_id, plan_id) REFERENCES plans (user_id, id),
  FOREIGN KEY (user_id, organization_id) REFERENCES organizations (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX tasks_open ON tasks (user_id, date, position) WHERE status IN ('todo', 'in_progress') AND deleted_at IS NULL;

CREATE INDEX tasks_done ON tasks (user_id, completed_on, completed_at) WHERE completed_on IS NOT NULL AND deleted_at IS NULL;

CREATE INDEX tasks_by_status ON tasks (user_id, status) WHERE deleted_at IS NULL;

CREATE INDEX tasks_by_goal ON tasks (user_id, goal_id) WHERE goal_id IS NOT NULL;

CREATE INDEX tasks_by_project ON tasks (user_id, project_id) WHERE project_id IS NOT NULL;

CREATE UNIQUE INDEX tasks_repeats ON tasks (user_id, repeats) WHERE repeats IS NOT NULL;

CREATE INDEX tasks_deleted ON tasks (user_id, deleted_at) WHERE deleted_at IS NOT NULL;
