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

CREATE INDEX pr_review_activities_by_date ON pr_review_activities (user_id, date);

-- Versions that lost to a concurrent one. data is null for a deletion. lost_by and kept_by are devices, null for the browser
-- and other programs. reason is timer where a running timer was ended since another one began later.
-- refusal: Why a row of a device could not be stored. data is then the row as it was sent.
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
  refusal TEXT,
  PRIMARY KEY (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX sync_conflicts_open ON sync_conflicts (user_id, created_at) WHERE settled_at IS NULL;

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

-- A device that keeps no position (functions/tracker). request counts its requests, sent_rows what its last one held. It
-- is known to have everything up to proven. Its last answer went from answered_from to answered_to, and left more where
-- has_more. Answers to empty requests, of which nothing tells whether they arrived, went up to doubt_to.
CREATE TABLE tracker_devices (
  user_id TEXT NOT NULL,
  device_id TEXT NOT NULL,
  request INTEGER NOT NULL,
  sent_rows INTEGER NOT NULL,
  proven REAL NOT NULL,
  answered_from REAL NOT NULL,
  answered_to REAL NOT NULL,
  doubt_to REAL NOT NULL,
  has_more INTEGER NOT NULL,
  PRIMARY KEY (user_id, device_id),
  FOREIGN KEY (user_id, device_id) REFERENCES sync_devices (user_id, id) ON DELETE CASCADE ON UPDATE CASCADE
) STRICT, WITHOUT ROWID;

-- A row of such a device. request is the last one in which it sent the row. position is where the answer stopped that first
-- brought it, 0 where the device had it already, null where it was deleted there. told is the updated_at that it was told.
CREATE TABLE tracker_rows (
  user_id TEXT NOT NULL,
  device_id TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('plan', 'session', 'card')),
  id TEXT NOT NULL,
  request INTEGER NOT NULL,
  position REAL,
  told INTEGER,
  PRIMARY KEY (user_id, device_id, type, id),
  FOREIGN KEY (user_id, device_id) REFERENCES sync_devices (user_id, id) ON DELETE CASCADE ON UPDATE CASCADE
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
