-- A calendar that is read from its address, which is encrypted: whoever has it can read the calendar. host is the part of
-- it that is shown. events is what the calendar said last, by import_key. error is why the last reading failed.
CREATE TABLE calendars (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  host TEXT NOT NULL,
  address TEXT NOT NULL,
  organization_id TEXT,
  events TEXT NOT NULL DEFAULT '[]',
  asked_at INTEGER NOT NULL,
  read_at INTEGER,
  error TEXT,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, id)
) STRICT, WITHOUT ROWID;
