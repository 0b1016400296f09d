-- A report that is kept: its words, and what it is of. Filter and rounding are texts of the address of a report.
CREATE TABLE reports (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  title TEXT NOT NULL,
  addressee TEXT NOT NULL DEFAULT '',
  number TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  sender TEXT NOT NULL DEFAULT '',
  from_date TEXT NOT NULL,
  to_date TEXT NOT NULL,
  subject TEXT NOT NULL DEFAULT 'all',
  grouping TEXT NOT NULL DEFAULT 'project,week',
  rounding TEXT NOT NULL DEFAULT 'none',
  per TEXT NOT NULL DEFAULT 'entry' CHECK (per IN ('entry', 'sum')),
  shows TEXT NOT NULL DEFAULT 'amounts',
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  PRIMARY KEY (user_id, id)
) STRICT, WITHOUT ROWID;

-- The document of a report as it was sealed, for whoever has its secret address. It is in no export. Its entries and
-- query are of the sender and tell what differs since. Its seq is the version of the account that it saw.
CREATE TABLE report_seals (
  user_id TEXT NOT NULL,
  report_id TEXT NOT NULL,
  secret_hash TEXT NOT NULL UNIQUE,
  document TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  entries TEXT NOT NULL,
  query TEXT NOT NULL CHECK (json_valid(query)),
  seq INTEGER NOT NULL,
  sealed_at INTEGER NOT NULL,
  expires_at INTEGER,
  passphrase TEXT,
  show_changes INTEGER NOT NULL CHECK (show_changes IN (0, 1)),
  openings INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (user_id, report_id),
  FOREIGN KEY (user_id, report_id) REFERENCES reports (user_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX report_seals_by_digest ON report_seals (sha256);
