-- label_key is the lowercase label without accents, to sort by. words are the normalised search words.
CREATE TABLE apps (
  package_name TEXT NOT NULL PRIMARY KEY,
  label TEXT NOT NULL,
  label_key TEXT NOT NULL,
  category TEXT,
  words TEXT NOT NULL CHECK (json_valid(words)),
  is_whitelisted INTEGER NOT NULL CHECK (is_whitelisted IN (0, 1)),
  is_locked INTEGER NOT NULL DEFAULT 0 CHECK (is_locked IN (0, 1)),
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX apps_by_label ON apps (label_key, package_name);

-- One row for everybody: a changed default outdates all lists with one write.
CREATE TABLE app_catalogue (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL DEFAULT 0
) STRICT;

INSERT INTO app_catalogue (id) VALUES (1);

CREATE TABLE app_usage (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  package_name TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  client_id TEXT NOT NULL DEFAULT '',
  days TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(days)),
  import_id TEXT,
  PRIMARY KEY (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX app_usage_by_end ON app_usage (user_id, ended_at);

CREATE INDEX app_usage_by_import ON app_usage (user_id, import_id) WHERE import_id IS NOT NULL;

CREATE TABLE daily_usage (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  package_name TEXT NOT NULL,
  date TEXT NOT NULL,
  total_seconds INTEGER NOT NULL,
  event_count INTEGER NOT NULL,
  PRIMARY KEY (user_id, package_name, date)
) STRICT, WITHOUT ROWID;

CREATE INDEX daily_usage_by_date ON daily_usage (user_id, date, package_name, total_seconds);

-- days has the seconds of each day of the year by its number, so that a year of an app is one row (decision 0033).
CREATE TABLE yearly_usage (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  year TEXT NOT NULL,
  package_name TEXT NOT NULL,
  total_seconds INTEGER NOT NULL,
  days TEXT NOT NULL CHECK (json_valid(days)),
  PRIMARY KEY (user_id, year, package_name)
) STRICT, WITHOUT ROWID;

CREATE TABLE usage_clients (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  first_report_at INTEGER NOT NULL,
  last_report_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, id)
) STRICT, WITHOUT ROWID;

-- The apps that a person ever used, as their days are too many to look through for each page.
CREATE TABLE used_apps (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  package_name TEXT NOT NULL,
  last_date TEXT NOT NULL,
  PRIMARY KEY (user_id, package_name)
) STRICT, WITHOUT ROWID;

CREATE INDEX used_apps_by_date ON used_apps (user_id, last_date);

-- set_by is part of the key: admin sorts before user, so the stronger of the two rules comes first.
CREATE TABLE user_apps (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  package_name TEXT NOT NULL,
  set_by TEXT NOT NULL CHECK (set_by IN ('user', 'admin')),
  admin_id TEXT CHECK ((set_by = 'admin') = (admin_id IS NOT NULL)),
  label TEXT,
  is_whitelisted INTEGER NOT NULL CHECK (is_whitelisted IN (0, 1)),
  after_subject TEXT CHECK (after_subject IS NULL OR is_whitelisted = 1),
  after_seconds INTEGER CHECK (after_seconds IS NULL OR after_subject IS NOT NULL),
  after_period TEXT CHECK (after_period IN ('day', 'week') AND after_subject IS NOT NULL OR after_period IS NULL AND after_subject IS NULL),
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, package_name, set_by),
  UNIQUE (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX user_apps_earned ON user_apps (user_id, after_subject) WHERE after_subject IS NOT NULL;

-- The apps that a person decided about last come before the rest of the catalogue.
CREATE INDEX user_apps_by_change ON user_apps (user_id, seq, package_name);
