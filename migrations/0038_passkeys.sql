-- Passkeys of people, and challenges that a browser answers once. Instants are epoch ms.
CREATE TABLE passkeys (
  id TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  credential_id TEXT NOT NULL UNIQUE,
  public_key TEXT NOT NULL,
  counter INTEGER NOT NULL,
  transports TEXT NOT NULL,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX passkeys_by_user ON passkeys (user_id);

-- user_id is null for a sign-in.
CREATE TABLE passkey_challenges (
  challenge TEXT NOT NULL PRIMARY KEY,
  user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX passkey_challenges_by_user ON passkey_challenges (user_id);

CREATE INDEX passkey_challenges_by_expiry ON passkey_challenges (expires_at);

-- 1 for a session that a passkey began or proved.
ALTER TABLE web_sessions ADD COLUMN has_passkey INTEGER NOT NULL DEFAULT 0;
