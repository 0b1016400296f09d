/** Rows as a person sees them: own writes that wait hide the server's version. */
const shown = `
  CREATE VIEW shown (type, id, data, updated_at) AS
    SELECT type, id, data, updated_at FROM pending WHERE data IS NOT NULL
    UNION ALL
    SELECT type, id, data, updated_at FROM rows
    WHERE data IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM pending WHERE pending.type = rows.type AND pending.id = rows.id)`

const indexed = (table: string) => `
  CREATE INDEX ${table}_start ON ${table} (json_extract(data, '$.start_time')) WHERE type = 'session';
  CREATE INDEX ${table}_running ON ${table} (id) WHERE type = 'session' AND json_extract(data, '$.end_time') IS NULL;
  CREATE INDEX ${table}_due ON ${table} (json_extract(data, '$.next_review')) WHERE type = 'card'`

/** Each entry brings the database one version further. A released one never changes. */
export const versions: string[] = [
  `
  CREATE TABLE device (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    device_id TEXT NOT NULL,
    last_sync REAL NOT NULL,
    local_version REAL NOT NULL,
    remote_version REAL NOT NULL,
    resync INTEGER NOT NULL,
    is_full INTEGER NOT NULL,
    answers INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE rows (
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    -- NULL once it is deleted
    data TEXT,
    updated_at REAL NOT NULL,
    confirmed INTEGER NOT NULL,
    PRIMARY KEY (type, id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE pending (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    action TEXT NOT NULL,
    data TEXT,
    updated_at REAL NOT NULL,
    UNIQUE (type, id)
  ) STRICT;

  CREATE TABLE reviews (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    card_id TEXT NOT NULL,
    rating INTEGER NOT NULL,
    reviewed_at REAL NOT NULL,
    duration_ms REAL
  ) STRICT;
  CREATE INDEX reviews_card ON reviews (card_id);

  CREATE TABLE rejected (
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    reason TEXT NOT NULL,
    updated_at REAL NOT NULL,
    data TEXT,
    PRIMARY KEY (type, id)
  ) STRICT;

  CREATE TABLE account (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    server TEXT NOT NULL,
    -- NULL after signing out
    token TEXT,
    user_id TEXT NOT NULL,
    email TEXT NOT NULL,
    preferences TEXT NOT NULL
  ) STRICT;

  -- Small things by name, such as the names of projects, as JSON.
  CREATE TABLE notes (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

  -- Digests of rows that were read from a tracker, so that each is queued once.
  CREATE TABLE imported (
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (type, id)
  ) STRICT, WITHOUT ROWID;

  ${indexed('rows')};
  ${indexed('pending')};
  ${shown}`,
]
