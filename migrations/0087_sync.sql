-- A device that keeps a copy of plans, sessions and cards. remote_version is the position in change_heads.seq up to which it
-- has everything, with a fraction in the midst of one large change. full_version is that position while everything is sent
-- anew.
CREATE TABLE sync_devices (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 100),
  agent TEXT NOT NULL DEFAULT '',
  credential TEXT NOT NULL DEFAULT '',
  epoch INTEGER NOT NULL,
  remote_version REAL NOT NULL,
  local_version INTEGER NOT NULL,
  full_version REAL,
  last_sync_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER,
  PRIMARY KEY (user_id, id)
) STRICT, WITHOUT ROWID;

-- The last write of a device to a row: repeats are recognised by it, and a device gets its own version (seq) not back. seq is
-- null where the row was stored otherwise than sent.
CREATE TABLE sync_writes (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  device_id TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('plan', 'session', 'card')),
  id TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  digest TEXT NOT NULL,
  local_version INTEGER NOT NULL,
  seq INTEGER,
  PRIMARY KEY (user_id, device_id, type, id)
) STRICT, WITHOUT ROWID;

-- Rows that were removed for good, for devices that have them. What is only deleted stays a row with deleted_at.
CREATE TABLE sync_tombstones (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  type TEXT NOT NULL CHECK (type IN ('plan', 'session', 'card')),
  id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  deleted_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, type, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX sync_tombstones_by_seq ON sync_tombstones (user_id, seq);

-- The plan that a card names and that is not there yet.
CREATE TABLE sync_waiting (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  card_id TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  chunk_id TEXT,
  PRIMARY KEY (user_id, card_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX sync_waiting_by_plan ON sync_waiting (user_id, plan_id);

-- Versions that lost to a concurrent one. data is null for a deletion. lost_by and kept_by are devices, null for the browser
-- and other programs. reason is timer where a running timer was ended since another one began later.
CREATE TABLE sync_conflicts (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('plan', 'session', 'card')),
  row_id TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('edit', 'timer')),
  title TEXT NOT NULL,
  data TEXT CHECK (data IS NULL OR json_valid(data)),
  lost_by TEXT,
  kept_by TEXT,
  updated_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  settled_at INTEGER,
  PRIMARY KEY (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX sync_conflicts_open ON sync_conflicts (user_id, created_at) WHERE settled_at IS NULL;

CREATE INDEX sync_conflicts_settled ON sync_conflicts (user_id, created_at) WHERE settled_at IS NOT NULL;

-- The change feed.
CREATE INDEX plans_by_seq ON plans (user_id, seq);

CREATE INDEX sessions_by_seq ON sessions (user_id, seq);

CREATE INDEX cards_by_seq ON cards (user_id, seq);

-- The ledger finds the sessions of a project that it counts. This index has only the others, so a usual session writes no
-- more rows than before.
DROP INDEX sessions_by_project;

CREATE INDEX sessions_uncounted_by_project ON sessions (user_id, project_id) WHERE project_id IS NOT NULL AND (status <> 'completed' OR deleted_at IS NOT NULL OR planned_until IS NOT NULL);
