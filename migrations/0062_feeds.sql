-- Secret addresses by which other calendars show what is chosen of what a person has. They stay with the account, and are in
-- no export. last_read_at is written at most once an hour.
CREATE TABLE feeds (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  contains TEXT NOT NULL CHECK (json_valid(contains)),
  busy_only INTEGER NOT NULL DEFAULT 0 CHECK (busy_only IN (0, 1)),
  secret_hash TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  last_read_at INTEGER,
  PRIMARY KEY (user_id, id)
) STRICT, WITHOUT ROWID;
