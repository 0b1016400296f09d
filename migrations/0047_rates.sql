-- Rates by the local date from which they hold. subject: all for the default, organization:<id> for a client, project:<id>,
-- task:<id>. The latest row of a subject that has begun holds. A null column falls through to the next subject of: the
-- session, its task, project, client, all. hourly_rate is in the smallest unit of its currency.
CREATE TABLE rates (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  subject TEXT NOT NULL,
  from_date TEXT NOT NULL,
  billable INTEGER CHECK (billable IN (0, 1)),
  hourly_rate INTEGER CHECK (hourly_rate >= 0),
  currency TEXT,
  PRIMARY KEY (user_id, subject, from_date),
  CHECK ((hourly_rate IS NULL) = (currency IS NULL))
) STRICT, WITHOUT ROWID;

-- The client that a project had before a date, null for none, so that a move changes nothing of what was earned.
CREATE TABLE former_clients (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  project_id TEXT NOT NULL,
  until_date TEXT NOT NULL,
  organization_id TEXT,
  PRIMARY KEY (user_id, project_id, until_date),
  FOREIGN KEY (user_id, project_id) REFERENCES projects (user_id, id)
) STRICT, WITHOUT ROWID;

-- Null is as the task, project or client says.
ALTER TABLE sessions ADD COLUMN billable INTEGER CHECK (billable IN (0, 1));

ALTER TABLE sessions ADD COLUMN hourly_rate INTEGER CHECK (hourly_rate >= 0);

ALTER TABLE sessions ADD COLUMN currency TEXT CHECK ((hourly_rate IS NULL) = (currency IS NULL));
