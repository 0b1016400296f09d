ALTER TABLE change_heads ADD COLUMN timer_seq INTEGER NOT NULL DEFAULT 0;

-- Null means not computed yet. SQLite knows no time zones, so the Worker fills the hours in when they are first asked
-- for (decision 0025).
ALTER TABLE sessions ADD COLUMN hours TEXT CHECK (hours IS NULL OR json_valid(hours));

ALTER TABLE sessions ADD COLUMN branch TEXT;

CREATE INDEX sessions_by_end ON sessions (user_id, ended_at) WHERE status = 'completed' AND deleted_at IS NULL;

CREATE INDEX sessions_active ON sessions (user_id, started_at) WHERE status = 'active' AND deleted_at IS NULL;

-- Finds the sessions whose hours are missing, and is empty once they are filled in.
CREATE INDEX sessions_without_hours ON sessions (user_id) WHERE hours IS NULL AND status = 'completed';

CREATE INDEX sessions_of_repos ON sessions (user_id, started_at) WHERE repo_owner IS NOT NULL AND deleted_at IS NULL;

CREATE INDEX sessions_by_pull_request ON sessions (user_id, lower(repo_owner), lower(repo_name), pr_number, started_at) WHERE pr_number IS NOT NULL AND deleted_at IS NULL;

-- The part of the subject before the colon, so that a breakdown reads only its own kind. Virtual columns cost no
-- storage but in the index.
ALTER TABLE daily_stats ADD COLUMN subject_kind TEXT GENERATED ALWAYS AS (substr(subject, 1, instr(subject || ':', ':') - 1)) VIRTUAL;

ALTER TABLE monthly_stats ADD COLUMN subject_kind TEXT GENERATED ALWAYS AS (substr(subject, 1, instr(subject || ':', ':') - 1)) VIRTUAL;

ALTER TABLE total_stats ADD COLUMN subject_kind TEXT GENERATED ALWAYS AS (substr(subject, 1, instr(subject || ':', ':') - 1)) VIRTUAL;

-- The indexes by kind replace those by date.
DROP INDEX daily_stats_by_date;

DROP INDEX monthly_stats_by_month;

CREATE INDEX daily_stats_by_kind ON daily_stats (user_id, subject_kind, date, subject, total_seconds, session_count);

CREATE INDEX monthly_stats_by_kind ON monthly_stats (user_id, subject_kind, month, subject, total_seconds, session_count);

CREATE INDEX total_stats_by_kind ON total_stats (user_id, subject_kind, subject, total_seconds, session_count);

CREATE INDEX daily_stats_best ON daily_stats (user_id, total_seconds DESC, date) WHERE subject = 'all';

-- days has one digit for each day of the year, 1 with tracked time, so that a streak over ten years reads ten rows.
CREATE TABLE active_years (
  user_id TEXT NOT NULL,
  year TEXT NOT NULL,
  days TEXT NOT NULL,
  PRIMARY KEY (user_id, year)
) STRICT, WITHOUT ROWID;

-- The values before and after each edit, from which any former figure can be explained (decision 0026).
CREATE TABLE ledger_edits (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  session_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  before TEXT CHECK (before IS NULL OR json_valid(before)),
  after TEXT CHECK (after IS NULL OR json_valid(after))
) STRICT;

CREATE INDEX ledger_edits_by_time ON ledger_edits (user_id, at, number);

-- Intervals, not last visits: the question when a forgotten timer ended must not count as evidence of activity
-- (decision 0027).
CREATE TABLE visits (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  started_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, started_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE app_usage (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  package_name TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX app_usage_by_end ON app_usage (user_id, ended_at);

CREATE TABLE pr_review_activities (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  session_id TEXT,
  activity_type TEXT NOT NULL CHECK (activity_type IN ('comment', 'approve', 'request_changes')),
  repo_owner TEXT NOT NULL,
  repo_name TEXT NOT NULL,
  pr_number INTEGER NOT NULL,
  metadata TEXT CHECK (metadata IS NULL OR json_valid(metadata)),
  date TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX pr_review_activities_by_time ON pr_review_activities (user_id, created_at);

CREATE INDEX pr_review_activities_by_repo ON pr_review_activities (user_id, lower(repo_owner), lower(repo_name), created_at);

CREATE TABLE daily_activities (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  repo TEXT NOT NULL,
  date TEXT NOT NULL,
  comment_count INTEGER NOT NULL,
  approve_count INTEGER NOT NULL,
  request_changes_count INTEGER NOT NULL,
  PRIMARY KEY (user_id, repo, date)
) STRICT, WITHOUT ROWID;

CREATE INDEX daily_activities_by_date ON daily_activities (user_id, date);

-- Recreated by 0013 with the subject of pull requests. Triggers stand in files of their own.
DROP TRIGGER sessions_insert_ledger;

DROP TRIGGER sessions_update_ledger_out;

DROP TRIGGER sessions_update_ledger_in;

DROP TRIGGER sessions_delete_ledger;
