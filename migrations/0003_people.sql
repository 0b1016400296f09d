CREATE TABLE people (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL DEFAULT '',
  organization_id TEXT,
  email TEXT NOT NULL DEFAULT '',
  notes TEXT NOT NULL DEFAULT '',
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, organization_id) REFERENCES organizations (user_id, id)
) STRICT, WITHOUT ROWID;

-- Finds the people that a line names.
CREATE INDEX people_by_letters ON people (user_id, name COLLATE NOCASE) WHERE deleted_at IS NULL;

-- date is a local day, time a time of that day in time_zone, such as 09:30, null for none. attendees is a list of ids of
-- people. session_id is the session logged or started for the meeting. details_seq is the version that last changed
-- anything but the notes, which are saved while they are typed. Each change of one advances its version by 1. import_key names an event of a calendar.
CREATE TABLE meetings (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  title TEXT NOT NULL,
  date TEXT NOT NULL,
  time TEXT,
  time_zone TEXT NOT NULL,
  duration_minutes INTEGER,
  organization_id TEXT,
  project_id TEXT,
  attendees TEXT NOT NULL DEFAULT '[]',
  session_id TEXT,
  import_key TEXT,
  details_seq INTEGER NOT NULL DEFAULT 0,
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  preparation_notes TEXT NOT NULL DEFAULT '',
  questions_asked TEXT NOT NULL DEFAULT '',
  outcome_notes TEXT NOT NULL DEFAULT '',
  preparation_version INTEGER NOT NULL DEFAULT 0,
  questions_version INTEGER NOT NULL DEFAULT 0,
  outcome_version INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, organization_id) REFERENCES organizations (user_id, id),
  FOREIGN KEY (user_id, project_id) REFERENCES projects (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX meetings_by_date ON meetings (user_id, date, time) WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX meetings_by_import ON meetings (user_id, import_key) WHERE import_key IS NOT NULL;

CREATE INDEX meetings_deleted ON meetings (user_id, deleted_at) WHERE deleted_at IS NOT NULL;

-- date is a local day. title is the beginning of the content, for lists that show one line of each kind.
CREATE TABLE feedback (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  content TEXT NOT NULL,
  title TEXT GENERATED ALWAYS AS (substr(content, 1, 120)) VIRTUAL,
  date TEXT NOT NULL,
  category TEXT NOT NULL DEFAULT 'general' CHECK (category IN ('technical', 'behavioral', 'general')),
  sentiment TEXT NOT NULL DEFAULT 'neutral' CHECK (sentiment IN ('positive', 'constructive', 'neutral')),
  tags TEXT NOT NULL DEFAULT '[]',
  from_person_id TEXT,
  organization_id TEXT,
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, from_person_id) REFERENCES people (user_id, id),
  FOREIGN KEY (user_id, organization_id) REFERENCES organizations (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX feedback_by_date ON feedback (user_id, date) WHERE deleted_at IS NULL;
