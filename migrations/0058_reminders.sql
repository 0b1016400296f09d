-- A browser that takes what is pushed to it. It belongs to the sign-in by which it came. A sign-in that is deleted before it
-- expires was signed out, and takes the row with it (0059). One that merely expired, as its person only read what was
-- pushed, leaves it.
-- A push service that knows an endpoint no longer leaves the row without endpoint and keys, with stopped_at: the settings
-- say which device to open. Instants are epoch ms.
CREATE TABLE push_subscriptions (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  session_hash TEXT NOT NULL,
  endpoint_hash TEXT UNIQUE,
  endpoint TEXT,
  p256dh TEXT,
  auth TEXT,
  device TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  stopped_at INTEGER,
  PRIMARY KEY (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX push_subscriptions_by_session ON push_subscriptions (session_hash);

-- A reminder that was sent, is being sent, or waits to be sent again: due_at is from when on it may be tried. attempts is
-- 0 for one that a person put off.
CREATE TABLE reminder_deliveries (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  sent_at INTEGER,
  PRIMARY KEY (user_id, key)
) STRICT, WITHOUT ROWID;

-- When the reminders of a person are looked at next, for those whose alarm was missed.
CREATE TABLE reminder_runs (
  user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  next_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX reminder_runs_by_time ON reminder_runs (next_at);
