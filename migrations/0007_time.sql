-- The facts: the whole seconds of a finished session on each of its local days, with what it is filed under, and its
-- hours there as JSON, a list in order of time: 30901200 is the Wednesday from 09:00, 1200 seconds. One integer is read
-- five times as fast as a list in the list. Hours are null until they are computed.
CREATE TABLE session_days (
  user_id TEXT NOT NULL,
  date TEXT NOT NULL,
  session_id TEXT NOT NULL,
  seconds INTEGER NOT NULL CHECK (seconds >= 0),
  starts INTEGER NOT NULL CHECK (starts IN (0, 1)),
  project_id TEXT,
  goal_id TEXT,
  plan_id TEXT,
  chunk_id TEXT,
  task_id TEXT,
  repo TEXT,
  pr_number INTEGER,
  hours TEXT CHECK (hours IS NULL OR json_valid(hours)),
  PRIMARY KEY (user_id, date, session_id),
  CHECK (seconds > 0 OR starts = 1)
) STRICT, WITHOUT ROWID;

-- The sums of a day that has facts.
CREATE TABLE day_totals (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  date TEXT NOT NULL,
  total_seconds INTEGER NOT NULL,
  session_count INTEGER NOT NULL,
  PRIMARY KEY (user_id, date)
) STRICT, WITHOUT ROWID;

-- Tags of sessions that are not deleted, planned and running ones too.
CREATE TABLE session_tags (
  user_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  tag TEXT NOT NULL,
  PRIMARY KEY (user_id, session_id, tag),
  FOREIGN KEY (user_id, session_id) REFERENCES sessions (user_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE days_off (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  date TEXT NOT NULL,
  label TEXT NOT NULL DEFAULT '',
  seq INTEGER NOT NULL,
  PRIMARY KEY (user_id, date)
) STRICT, WITHOUT ROWID;

-- app_days: app_days counts rows of app_usage: one for each app and day.
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
  tasks INTEGER NOT NULL DEFAULT 0,
  app_days INTEGER NOT NULL DEFAULT 0,
  app_seconds INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (user_id, id)
) STRICT, WITHOUT ROWID;

-- number is the integer id that the pull-request API needs, and AUTOINCREMENT never gives a freed one out again. days
-- is the split into local days, stored once so that history never moves (decision 0001). import_key recognises a line
-- of a file that is imported again, also after its session was deleted.
-- hours: SQLite knows no time zones, so the Worker computes them like the days (decision 0025). Null while a session runs.
-- planned_until: When a session of the future will be over, in epoch ms. Until then it is planned and counts nowhere. Null for all that
-- count.
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
  hours TEXT CHECK (hours IS NULL OR json_valid(hours)),
  branch TEXT,
  planned_until INTEGER,
  UNIQUE (user_id, id),
  FOREIGN KEY (user_id, project_id) REFERENCES projects (user_id, id),
  FOREIGN KEY (user_id, goal_id) REFERENCES goals (user_id, id),
  FOREIGN KEY (user_id, import_id) REFERENCES imports (user_id, id),
  CHECK (ended_at IS NULL OR ended_at >= started_at),
  CHECK (duration_seconds IS NULL OR duration_seconds >= 0 AND duration_seconds * 1000 <= ended_at - started_at),
  CHECK (status = 'active' OR (ended_at IS NOT NULL AND duration_seconds IS NOT NULL))
) STRICT;

CREATE INDEX sessions_by_import ON sessions (user_id, import_id) WHERE import_id IS NOT NULL;

CREATE INDEX sessions_deleted ON sessions (user_id, deleted_at) WHERE deleted_at IS NOT NULL;

-- Lets two simultaneous starts leave one timer.
CREATE UNIQUE INDEX sessions_one_timer ON sessions (user_id) WHERE status = 'active' AND source = 'timer' AND deleted_at IS NULL;

CREATE UNIQUE INDEX sessions_one_pull_request ON sessions (user_id, lower(repo_owner), lower(repo_name), pr_number) WHERE status = 'active' AND pr_number IS NOT NULL AND deleted_at IS NULL;

CREATE INDEX sessions_by_end ON sessions (user_id, ended_at) WHERE status = 'completed' AND deleted_at IS NULL;

CREATE INDEX sessions_active ON sessions (user_id, started_at) WHERE status = 'active' AND deleted_at IS NULL;

CREATE INDEX sessions_of_repos ON sessions (user_id, started_at) WHERE repo_owner IS NOT NULL AND deleted_at IS NULL;

CREATE INDEX sessions_by_pull_request ON sessions (user_id, lower(repo_owner), lower(repo_name), pr_number, started_at) WHERE pr_number IS NOT NULL AND deleted_at IS NULL;

CREATE INDEX sessions_planned ON sessions (user_id, planned_until) WHERE planned_until IS NOT NULL AND deleted_at IS NULL;

CREATE INDEX sessions_by_seq ON sessions (user_id, seq);

CREATE UNIQUE INDEX sessions_by_import_key ON sessions (user_id, import_key) WHERE import_key IS NOT NULL;

-- The two that find the fewest rows come last: of indexes that fit equally SQLite takes the one that was created last.
CREATE INDEX sessions_unfinished ON sessions (user_id) WHERE status <> 'completed' AND deleted_at IS NULL;

-- Finds the sessions whose hours are missing. Empty, as all writers compute them.
CREATE INDEX sessions_without_hours ON sessions (user_id) WHERE hours IS NULL AND status = 'completed';

-- The columns that a person chose for files with a header, which is stored as a hash.
CREATE TABLE import_columns (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  header TEXT NOT NULL,
  choice TEXT NOT NULL CHECK (json_valid(choice)),
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, header)
) STRICT, WITHOUT ROWID;

-- Pairs of sessions whose overlap a person chose to keep, so that it is not asked about again (decision 0031).
CREATE TABLE kept_overlaps (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  one TEXT NOT NULL,
  other TEXT NOT NULL,
  PRIMARY KEY (user_id, one, other),
  FOREIGN KEY (user_id, one) REFERENCES sessions (user_id, id) ON DELETE CASCADE,
  FOREIGN KEY (user_id, other) REFERENCES sessions (user_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX kept_overlaps_by_other ON kept_overlaps (user_id, other);

-- The values before and after each edit, from which any former figure can be explained (decision 0026).
CREATE TABLE ledger_edits (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  number INTEGER NOT NULL,
  session_id TEXT NOT NULL,
  before TEXT CHECK (before IS NULL OR json_valid(before)),
  after TEXT CHECK (after IS NULL OR json_valid(after)),
  PRIMARY KEY (user_id, at, number)
) STRICT, WITHOUT ROWID;
