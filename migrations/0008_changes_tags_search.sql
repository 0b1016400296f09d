CREATE TABLE changes (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  summary TEXT NOT NULL,
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, id)
) STRICT, WITHOUT ROWID;

-- Images of the rows before and after a bulk change, 400 rows to a part, because a D1 value holds 2 MB (decision 0014).
CREATE TABLE change_parts (
  user_id TEXT NOT NULL,
  change_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('session', 'project', 'inactive_tag')),
  number INTEGER NOT NULL,
  rows TEXT NOT NULL CHECK (json_valid(rows)),
  PRIMARY KEY (user_id, change_id, kind, number),
  FOREIGN KEY (user_id, change_id) REFERENCES changes (user_id, id) ON DELETE CASCADE
) STRICT;

ALTER TABLE projects ADD COLUMN merged_into TEXT;

-- One row for each tag of a session, so that a list of tags reads no sessions.
CREATE TABLE session_tags (
  user_id TEXT NOT NULL,
  tag TEXT NOT NULL,
  session_id TEXT NOT NULL,
  PRIMARY KEY (user_id, tag, session_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE tag_stats (
  user_id TEXT NOT NULL,
  tag TEXT NOT NULL,
  session_count INTEGER NOT NULL,
  PRIMARY KEY (user_id, tag)
) STRICT, WITHOUT ROWID;

CREATE INDEX tag_stats_by_count ON tag_stats (user_id, session_count, tag);

CREATE INDEX tag_stats_by_letters ON tag_stats (user_id, tag COLLATE NOCASE, tag);

CREATE TABLE inactive_tags (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (user_id, tag)
) STRICT, WITHOUT ROWID;

CREATE INDEX inactive_tags_by_letters ON inactive_tags (user_id, tag COLLATE NOCASE, tag);

CREATE TABLE days_off (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  date TEXT NOT NULL,
  label TEXT NOT NULL DEFAULT '',
  seq INTEGER NOT NULL,
  PRIMARY KEY (user_id, date)
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency_keys (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  location TEXT NOT NULL,
  body TEXT,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, key)
) STRICT, WITHOUT ROWID;

-- Pages of the API go by id. Sessions deleted long ago stay in the table and out of this index.
CREATE INDEX sessions_present ON sessions (user_id, id) WHERE deleted_at IS NULL;

CREATE INDEX sessions_unfinished ON sessions (user_id, id) WHERE status <> 'completed' AND deleted_at IS NULL;

-- owner holds two tokens, the user and the user with the kind, so that a search reads the words of one person only
-- (decision 0012).
CREATE TABLE search_documents (
  number INTEGER PRIMARY KEY,
  user_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('goal', 'milestone', 'project', 'session')),
  id TEXT NOT NULL,
  title TEXT NOT NULL,
  notes TEXT NOT NULL,
  tags TEXT NOT NULL,
  owner TEXT NOT NULL,
  UNIQUE (user_id, kind, id)
) STRICT;

-- External content: the index stores no text of its own.
CREATE VIRTUAL TABLE search_index USING fts5 (
  owner, title, notes, tags,
  content = 'search_documents', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
