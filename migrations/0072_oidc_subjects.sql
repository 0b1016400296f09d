-- The id of a person at an OpenID Connect provider, which stays theirs when their address changes.
CREATE TABLE oidc_subjects (
  issuer TEXT NOT NULL,
  sub TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (issuer, sub)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX oidc_subjects_by_user ON oidc_subjects (user_id, issuer);
