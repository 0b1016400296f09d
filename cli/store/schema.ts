/** Members that queries filter by, copied from the JSON of a row into columns. */
const members = `
    start_time REAL GENERATED ALWAYS AS (json_extract(data, '$.start_time')) STORED,
    end_time REAL GENERATED ALWAYS AS (json_extract(data, '$.end_time')) STORED,
    seconds REAL GENERATED ALWAYS AS (json_extract(data, '$.duration_seconds')) STORED,
    plan_id TEXT GENERATED ALWAYS AS (json_extract(data, '$.plan_id')) STORED,
    chunk_id TEXT GENERATED ALWAYS AS (json_extract(data, '$.chunk_id')) STORED,
    next_review TEXT GENERATED ALWAYS AS (json_extract(data, '$.next_review')) STORED,
    is_new INTEGER GENERATED ALWAYS AS (
      json_extract(data, '$.last_review') IS NULL AND json_extract(data, '$.repetitions') = 0) STORED`

const indexed = (table: string) => `
  CREATE INDEX ${table}_start ON ${table} (start_time, end_time) WHERE type = 'session' AND data IS NOT NULL;
  CREATE INDEX ${table}_running ON ${table} (start_time) WHERE type = 'session' AND data IS NOT NULL AND end_time IS NULL;
  CREATE INDEX ${table}_tracked ON ${table} (plan_id, chunk_id, seconds)
    WHERE type = 'session' AND data IS NOT NULL AND plan_id IS NOT NULL;
  CREATE INDEX ${table}_due ON ${table} (next_review, is_new, plan_id, id) WHERE type = 'card' AND data IS NOT NULL`

/** Migrations: each entry raises the database's version by one. A released entry never changes. */
export const schemaMigrations: string[] = [
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
    written_at REAL NOT NULL,
    confirmed INTEGER NOT NULL,${members},
    PRIMARY KEY (type, id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE pending (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    action TEXT NOT NULL,
    data TEXT,
    updated_at REAL NOT NULL,${members},
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
  ${indexed('pending')}`,
  // The plan's document on which a queued write is based.
  'ALTER TABLE pending ADD COLUMN base TEXT',
]
