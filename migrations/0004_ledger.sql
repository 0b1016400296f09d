-- The ledger. Rows are only inserted and deleted, never updated, which keeps the triggers few. starts is 1 on the first
-- day of a session, so a session is counted once.
CREATE TABLE session_days (
  user_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  date TEXT NOT NULL,
  session_id TEXT NOT NULL,
  seconds INTEGER NOT NULL CHECK (seconds >= 0),
  starts INTEGER NOT NULL CHECK (starts IN (0, 1)),
  PRIMARY KEY (user_id, subject, date, session_id),
  CHECK (seconds > 0 OR starts = 1)
) STRICT, WITHOUT ROWID;

-- The rollups have no foreign key: the triggers on the ledger remove their rows.
CREATE TABLE daily_stats (
  user_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  date TEXT NOT NULL,
  total_seconds INTEGER NOT NULL,
  session_count INTEGER NOT NULL,
  PRIMARY KEY (user_id, subject, date)
) STRICT, WITHOUT ROWID;

CREATE INDEX daily_stats_by_date ON daily_stats (user_id, date, subject, total_seconds, session_count);

CREATE TABLE monthly_stats (
  user_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  month TEXT NOT NULL,
  total_seconds INTEGER NOT NULL,
  session_count INTEGER NOT NULL,
  PRIMARY KEY (user_id, subject, month)
) STRICT, WITHOUT ROWID;

CREATE INDEX monthly_stats_by_month ON monthly_stats (user_id, month, subject, total_seconds, session_count);

-- All-time figures would otherwise read a row for each month of history (decision 0002).
CREATE TABLE total_stats (
  user_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  total_seconds INTEGER NOT NULL,
  session_count INTEGER NOT NULL,
  PRIMARY KEY (user_id, subject)
) STRICT, WITHOUT ROWID;
