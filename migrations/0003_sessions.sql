CREATE TABLE imports (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  file_name TEXT NOT NULL,
  format TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  imported INTEGER NOT NULL,
  duplicates INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  total_seconds INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, id)
) STRICT, WITHOUT ROWID;

-- number is the integer id that the pull-request API needs, and AUTOINCREMENT never gives a freed one out again. days
-- is the split into local days, stored once so that history never moves (decision 0001). import_key recognises a line
-- of a file that is imported again, also after its session was deleted.
CREATE TABLE sessions (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('timer', 'manual', 'import', 'extension', 'cli')),
  project_id TEXT,
  goal_id TEXT,
  plan_id TEXT,
  chunk_id TEXT,
  task_id TEXT,
  repo_owner TEXT,
  repo_name TEXT,
  pr_number INTEGER,
  title TEXT NOT NULL DEFAULT '',
  notes TEXT NOT NULL DEFAULT '',
  tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
  artifacts TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(artifacts)),
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  duration_seconds INTEGER,
  days TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(days)),
  status TEXT NOT NULL CHECK (status IN ('active', 'completed', 'abandoned')),
  last_heartbeat_at INTEGER,
  time_zone TEXT NOT NULL,
  day_start_minute INTEGER NOT NULL CHECK (day_start_minute BETWEEN 0 AND 1439),
  import_id TEXT,
  import_key TEXT,
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  UNIQUE (user_id, id),
  UNIQUE (user_id, import_key),
  FOREIGN KEY (user_id, project_id) REFERENCES projects (user_id, id),
  FOREIGN KEY (user_id, goal_id) REFERENCES goals (user_id, id),
  FOREIGN KEY (user_id, import_id) REFERENCES imports (user_id, id),
  CHECK (ended_at IS NULL OR ended_at >= started_at),
  CHECK (duration_seconds IS NULL OR duration_seconds >= 0 AND duration_seconds * 1000 <= ended_at - started_at),
  CHECK (status = 'active' OR (ended_at IS NOT NULL AND duration_seconds IS NOT NULL))
) STRICT;

CREATE INDEX sessions_by_project ON sessions (user_id, project_id) WHERE project_id IS NOT NULL;

CREATE INDEX sessions_by_goal ON sessions (user_id, goal_id) WHERE goal_id IS NOT NULL;

CREATE INDEX sessions_by_import ON sessions (user_id, import_id) WHERE import_id IS NOT NULL;

CREATE INDEX sessions_deleted ON sessions (user_id, deleted_at) WHERE deleted_at IS NOT NULL;

-- Lets two simultaneous starts leave one timer.
CREATE UNIQUE INDEX sessions_one_timer ON sessions (user_id) WHERE status = 'active' AND source = 'timer' AND deleted_at IS NULL;

CREATE UNIQUE INDEX sessions_one_pull_request ON sessions (user_id, lower(repo_owner), lower(repo_name), pr_number) WHERE status = 'active' AND pr_number IS NOT NULL AND deleted_at IS NULL;
