-- One document for each row that is not deleted, kept by triggers of its kind (scripts/search-triggers.ts). owner holds two
-- tokens, the user and the user with the kind, so that a search reads the words of one person only (decision 0012). It has
-- no hyphens, at which the tokenizer would split a UUID.
CREATE TABLE search_documents (
  number INTEGER PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  title TEXT,
  notes TEXT NOT NULL,
  tags TEXT NOT NULL,
  owner TEXT GENERATED ALWAYS AS (replace(user_id || ' ' || user_id || kind, '-', '')) VIRTUAL,
  UNIQUE (user_id, kind, id)
) STRICT;

-- External content: the index stores no text of its own.
CREATE VIRTUAL TABLE search_index USING fts5 (
  owner, title, notes, tags,
  content = 'search_documents', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);

-- by_token: Name of the personal token that made a change, as it was then. NULL for one that the person made.
-- undo_path: Path whose POST takes a change of one row back. NULL for a change with images of its rows.
CREATE TABLE changes (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  summary TEXT NOT NULL,
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  by_token TEXT,
  undo_path TEXT,
  PRIMARY KEY (user_id, id)
) STRICT, WITHOUT ROWID;

-- Images of the rows before and after a bulk change, 400 rows to a part, because a D1 value holds 2 MB (decision 0014).
CREATE TABLE change_parts (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  change_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  number INTEGER NOT NULL,
  rows TEXT NOT NULL CHECK (json_valid(rows)),
  created_at INTEGER NOT NULL DEFAULT (unixepoch() * 1000),
  PRIMARY KEY (user_id, change_id, kind, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX change_parts_by_time ON change_parts (user_id, created_at);

-- A long write that is done in steps (decision 0052). position and total count what records names, such as sessions
-- imported. undo is the path whose POST takes back what is done. work is for the kind of the job.
CREATE TABLE jobs (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  records TEXT NOT NULL,
  message TEXT NOT NULL,
  page TEXT NOT NULL,
  undo TEXT,
  work TEXT NOT NULL CHECK (json_valid(work)),
  position INTEGER NOT NULL DEFAULT 0,
  total INTEGER NOT NULL,
  skipped INTEGER NOT NULL DEFAULT 0,
  seq INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  finished_at INTEGER,
  cancelled_at INTEGER,
  PRIMARY KEY (user_id, id)
) STRICT, WITHOUT ROWID;

-- A person has one unfinished job at most.
CREATE UNIQUE INDEX jobs_unfinished ON jobs (user_id) WHERE finished_at IS NULL;

-- The records of one step each, where they are planned ahead. A step deletes its part.
CREATE TABLE job_parts (
  user_id TEXT NOT NULL,
  job_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  records TEXT NOT NULL CHECK (json_valid(records)),
  PRIMARY KEY (user_id, job_id, number),
  FOREIGN KEY (user_id, job_id) REFERENCES jobs (user_id, id) ON DELETE CASCADE
) STRICT;

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
