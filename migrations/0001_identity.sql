-- email is null for an account that came from GitHub without a verified address.
CREATE TABLE users (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT COLLATE NOCASE UNIQUE,
  username TEXT NOT NULL,
  github_user_id INTEGER UNIQUE,
  github_username TEXT,
  avatar_url TEXT,
  role TEXT NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'admin')),
  preferences TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(preferences)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  last_active_at INTEGER
) STRICT, WITHOUT ROWID;

-- One row for each user: the number of their last write. stats_seq and whitelist_seq follow only when figures or the
-- whitelist may have changed, so that one kind of write does not outdate the caches of another. epoch changes when data
-- is restored from a backup.
CREATE TABLE change_heads (
  user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL DEFAULT 0,
  stats_seq INTEGER NOT NULL DEFAULT 0,
  whitelist_seq INTEGER NOT NULL DEFAULT 0,
  epoch INTEGER NOT NULL DEFAULT 1
) STRICT, WITHOUT ROWID;

-- Holds hashes only, so that a leaked database signs nobody in.
CREATE TABLE sign_in_tokens (
  token_hash TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL COLLATE NOCASE,
  code_hash TEXT NOT NULL,
  next TEXT NOT NULL DEFAULT '/',
  time_zone TEXT,
  clock INTEGER,
  device TEXT NOT NULL DEFAULT '',
  wrong_codes INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX sign_in_tokens_by_email ON sign_in_tokens (email);

CREATE INDEX sign_in_tokens_by_expiry ON sign_in_tokens (expires_at);

CREATE TABLE web_sessions (
  id_hash TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  device TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX web_sessions_by_user ON web_sessions (user_id);

CREATE INDEX web_sessions_by_expiry ON web_sessions (expires_at);

-- Keeps development mail. Nothing writes here in production.
CREATE TABLE outbox (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  recipient TEXT NOT NULL COLLATE NOCASE,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  html TEXT NOT NULL,
  sent_at INTEGER NOT NULL
) STRICT;

CREATE INDEX outbox_by_recipient ON outbox (recipient);
