-- Codes by mail that prove who is signed in, one for each sign-in of a browser or a program. expires_at is epoch ms.
CREATE TABLE proof_codes (
  sign_in TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  code_hash TEXT NOT NULL,
  wrong_codes INTEGER NOT NULL DEFAULT 0,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX proof_codes_by_user ON proof_codes (user_id);

CREATE INDEX proof_codes_by_expiry ON proof_codes (expires_at);
