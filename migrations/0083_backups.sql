-- The backups of a person, which are objects in R2. id is daily/2026-11-20, weekly/2026-W47 or exports/20261120-140312. digest
-- is the SHA-256 of data.json in the archive. A backup that was not read back yet has neither verified_at nor error.
CREATE TABLE backups (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  key TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('daily', 'weekly', 'manual', 'restore')),
  created_at INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  counts TEXT NOT NULL CHECK (json_valid(counts)),
  digest TEXT NOT NULL,
  verified_at INTEGER,
  error TEXT,
  PRIMARY KEY (user_id, id)
) STRICT, WITHOUT ROWID;

-- The backup that is being made: what is read so far. Only who has the claim goes on with it.
CREATE TABLE backup_work (
  user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT CHECK (state IS NULL OR json_valid(state)),
  claim TEXT NOT NULL,
  claimed_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The local day of the last backup that was begun, when one that is not done is tried again, and how often it failed.
ALTER TABLE users ADD COLUMN backup_day TEXT;

ALTER TABLE users ADD COLUMN backup_retry_at INTEGER;

ALTER TABLE users ADD COLUMN backup_failures INTEGER NOT NULL DEFAULT 0;
