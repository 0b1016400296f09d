-- Addresses that want no mail of invitations, as a keyed hash. An address need not have an account.
CREATE TABLE refused_invitations (
  address_hash TEXT NOT NULL PRIMARY KEY,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
