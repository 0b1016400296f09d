-- email is null for an account that came from GitHub without a verified address.
-- email_proven_at: A GitHub sign-in may join an account only by an address that a mail has proven (decision 0020).
-- latest_day: Latest date that had begun when a change of zone or day start moved the date back, null if none did. Periods that
-- ended before that change stay ended.
-- next_planned_at: When the next planned session is over, or earlier, so that a request knows without reading sessions when
-- one can be due.
-- backup_day: The local day of the last backup that was begun, when one that is not done is tried again, and how often it failed.
-- shadow_of: A restore fills an account of its own, a shadow. shadow_of is the account whose data it can become, shadow_until (epoch ms)
-- is when it is deleted, NULL while a restore fills it.
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
  last_active_at INTEGER,
  email_proven_at INTEGER,
  suspended_at INTEGER,
  unlisted_locked_at INTEGER,
  unlisted_locked_by TEXT,
  latest_day TEXT,
  next_planned_at INTEGER,
  backup_day TEXT,
  backup_retry_at INTEGER,
  backup_failures INTEGER NOT NULL DEFAULT 0,
  shadow_of TEXT REFERENCES users (id) ON DELETE CASCADE,
  shadow_until INTEGER
) STRICT, WITHOUT ROWID;

-- An expression, so that people who were never active sort last instead of being left out.
CREATE INDEX users_by_activity ON users (coalesce(last_active_at, 0) DESC, id DESC);

CREATE INDEX users_admins ON users (id) WHERE role = 'admin' AND suspended_at IS NULL;

CREATE INDEX users_shadows ON users (shadow_of) WHERE shadow_of IS NOT NULL;

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
  used_at INTEGER,
  client TEXT
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

CREATE INDEX web_sessions_by_expiry ON web_sessions (expires_at);

CREATE INDEX web_sessions_by_use ON web_sessions (user_id, last_seen_at);

CREATE TABLE api_tokens (
  id TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE,
  ending TEXT NOT NULL,
  scopes TEXT NOT NULL CHECK (json_valid(scopes)),
  created_at INTEGER NOT NULL,
  last_used_at INTEGER,
  expires_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX api_tokens_by_user ON api_tokens (user_id);

-- Keys of networks and addresses are HMACs, never the values themselves.
CREATE TABLE rate_limits (
  key TEXT NOT NULL PRIMARY KEY,
  count INTEGER NOT NULL,
  resets_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX rate_limits_by_reset ON rate_limits (resets_at);

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

-- One row for each user: the number of their last write. stats_seq and whitelist_seq follow only when figures or the
-- whitelist may have changed, so that one kind of write does not outdate the caches of another. epoch changes when data
-- is restored from a backup.
-- usage_seq: Reports of usage advance this number and no other, so they outdate no list. 0 means that nothing was ever reported.
-- earned: All that is needed to evaluate unlock conditions, so that the check reads one row (decision 0034).
-- written_on: Rows that the person wrote on a UTC day, for the daily limit. They stand beside the versions, which every request
-- reads already, so that checking the limit costs no statement.
-- restore_id: The job that restores the data of a person: nothing else writes until it is finished. It is kept in a shadow that was filled.
CREATE TABLE change_heads (
  user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL DEFAULT 0,
  stats_seq INTEGER NOT NULL DEFAULT 0,
  whitelist_seq INTEGER NOT NULL DEFAULT 0,
  epoch INTEGER NOT NULL DEFAULT 1,
  timer_seq INTEGER NOT NULL DEFAULT 0,
  usage_seq INTEGER NOT NULL DEFAULT 0,
  earned TEXT CHECK (earned IS NULL OR json_valid(earned)),
  written_on TEXT,
  rows_written INTEGER NOT NULL DEFAULT 0,
  restore_id TEXT
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

-- Intervals, not last visits: the question when a forgotten timer ended must not count as evidence of activity
-- (decision 0027).
CREATE TABLE visits (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  started_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, started_at)
) STRICT, WITHOUT ROWID;

-- No foreign key to users: the log outlives the accounts that it names by id.
-- is_inside: Entries of an import or another change of many apps are listed inside the entry of the change, which shares their
-- change_id.
CREATE TABLE admin_audit (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  admin_id TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  before TEXT CHECK (before IS NULL OR json_valid(before)),
  after TEXT CHECK (after IS NULL OR json_valid(after)),
  change_id TEXT,
  is_inside INTEGER NOT NULL DEFAULT 0 CHECK (is_inside IN (0, 1))
) STRICT;

CREATE INDEX admin_audit_by_subject ON admin_audit (subject, number);

CREATE INDEX admin_audit_by_change ON admin_audit (change_id, number) WHERE change_id IS NOT NULL;

CREATE TABLE program_sessions (
  id TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('program', 'extension')),
  device TEXT NOT NULL DEFAULT '',
  access_jti TEXT,
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX program_sessions_by_use ON program_sessions (user_id, last_seen_at);

CREATE INDEX program_sessions_by_expiry ON program_sessions (expires_at);

-- A replaced token stays for 90 days, so that its second use can be recognised as theft (decision 0019).
CREATE TABLE refresh_tokens (
  token_hash TEXT NOT NULL PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES program_sessions (id) ON DELETE CASCADE,
  replaced_by TEXT,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id, created_at);
