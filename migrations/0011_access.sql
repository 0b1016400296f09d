-- A GitHub sign-in may join an account only by an address that a mail has proven (decision 0020).
ALTER TABLE users ADD COLUMN email_proven_at INTEGER;

ALTER TABLE users ADD COLUMN suspended_at INTEGER;

-- Until now every address came from a sign-in by mail.
UPDATE users SET email_proven_at = created_at WHERE email IS NOT NULL;

-- An expression, so that people who were never active sort last instead of being left out.
CREATE INDEX users_by_activity ON users (coalesce(last_active_at, 0) DESC, id DESC);

CREATE INDEX users_admins ON users (id) WHERE role = 'admin' AND suspended_at IS NULL;

ALTER TABLE sign_in_tokens ADD COLUMN client TEXT;

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

-- The index by last use covers the lookups by user too.
DROP INDEX web_sessions_by_user;

CREATE INDEX web_sessions_by_use ON web_sessions (user_id, last_seen_at);

CREATE INDEX program_sessions_by_expiry ON program_sessions (expires_at);

-- A replaced token stays for 90 days, so that its second use can be recognised as theft (decision 0019).
CREATE TABLE refresh_tokens (
  token_hash TEXT NOT NULL PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES program_sessions (id) ON DELETE CASCADE,
  replaced_by TEXT,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id, created_at);

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

-- No foreign key to users: the log outlives the accounts that it names by id.
CREATE TABLE admin_audit (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  admin_id TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  before TEXT CHECK (before IS NULL OR json_valid(before)),
  after TEXT CHECK (after IS NULL OR json_valid(after))
) STRICT;

CREATE INDEX admin_audit_by_subject ON admin_audit (subject, number);

CREATE INDEX admin_audit_by_admin ON admin_audit (admin_id, number);

CREATE INDEX admin_audit_by_action ON admin_audit (action, number);

CREATE INDEX admin_audit_by_admin_and_action ON admin_audit (admin_id, action, number);
