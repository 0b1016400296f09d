-- Own words about a week or a month. date is its first local day. Each organization can have its own.
CREATE TABLE reviews (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  period TEXT NOT NULL CHECK (period IN ('week', 'month')),
  date TEXT NOT NULL,
  title TEXT NOT NULL,
  words TEXT NOT NULL,
  organization_id TEXT,
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, organization_id) REFERENCES organizations (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX reviews_by_date ON reviews (user_id, period, date, coalesce(organization_id, '')) WHERE deleted_at IS NULL;

CREATE INDEX reviews_in_order ON reviews (user_id, date) WHERE deleted_at IS NULL;

-- A document of accomplishments between two local days. org is the context that it shows: all, none for Personal, or an
-- organization. category limits goals and skills, empty for all. left_out is a list of the lines that do not go in.
CREATE TABLE evidence_drafts (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  title TEXT NOT NULL,
  from_date TEXT NOT NULL,
  to_date TEXT NOT NULL,
  org TEXT NOT NULL DEFAULT 'all',
  category TEXT NOT NULL DEFAULT '',
  introduction TEXT NOT NULL DEFAULT '',
  left_out TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(left_out)),
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  PRIMARY KEY (user_id, id)
) STRICT, WITHOUT ROWID;

-- date, weekday (1 to 7 from Monday) and hour are those of the person at that moment, by their zone and day start.
CREATE TABLE energy_checkins (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  at INTEGER NOT NULL,
  time_zone TEXT NOT NULL,
  date TEXT NOT NULL,
  weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
  energy_level INTEGER NOT NULL CHECK (energy_level BETWEEN 1 AND 5),
  engagement_level INTEGER NOT NULL CHECK (engagement_level BETWEEN 1 AND 5),
  mood TEXT NOT NULL DEFAULT '',
  notes TEXT NOT NULL DEFAULT '',
  organization_id TEXT,
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, organization_id) REFERENCES organizations (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX energy_by_date ON energy_checkins (user_id, date, at) WHERE deleted_at IS NULL;

CREATE INDEX energy_deleted ON energy_checkins (user_id, deleted_at) WHERE deleted_at IS NOT NULL;
