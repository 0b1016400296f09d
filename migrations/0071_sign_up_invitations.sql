-- Who may create an account where SIGN_UP is invited. address is an email address in small letters, or a domain as
-- @example.org, that of a link is the address that used it last. Only a hash of the secret of a link is kept.
CREATE TABLE sign_up_invitations (
  id TEXT NOT NULL PRIMARY KEY,
  address TEXT,
  secret_hash TEXT UNIQUE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX sign_up_invitations_by_address ON sign_up_invitations (address);
