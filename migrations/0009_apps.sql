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

CREATE INDEX apps_by_category ON apps (category, label_key, package_name);

CREATE INDEX apps_by_default ON apps (is_whitelisted, label_key, package_name);

CREATE INDEX apps_locked ON apps (label_key, package_name) WHERE is_locked = 1;

CREATE INDEX apps_by_change ON apps (seq, package_name);

-- One row for everybody: a changed default outdates all lists with one write, and counts cost no scan (decision 0032).
CREATE TABLE app_catalogue (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL DEFAULT 0,
  app_count INTEGER NOT NULL DEFAULT 0,
  allowed_count INTEGER NOT NULL DEFAULT 0
) STRICT;

INSERT INTO app_catalogue (id) VALUES (1);

-- An app is found by the start of any of its words without a scan.
CREATE TABLE app_words (
  word TEXT NOT NULL,
  package_name TEXT NOT NULL,
  PRIMARY KEY (word, package_name)
) STRICT, WITHOUT ROWID;

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

-- is_listed tells whether a default or a rule exists, kept by triggers, for the list of apps that nobody decided about.
CREATE TABLE used_apps (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  package_name TEXT NOT NULL,
  last_date TEXT NOT NULL,
  recent_days TEXT NOT NULL CHECK (json_valid(recent_days)),
  is_listed INTEGER NOT NULL CHECK (is_listed IN (0, 1)),
  PRIMARY KEY (user_id, package_name)
) STRICT, WITHOUT ROWID;

CREATE INDEX used_apps_by_date ON used_apps (user_id, last_date);

CREATE INDEX used_apps_unlisted ON used_apps (user_id, last_date) WHERE is_listed = 0;

CREATE INDEX used_apps_unlisted_by_name ON used_apps (user_id, lower(package_name), package_name) WHERE is_listed = 0;

CREATE INDEX used_apps_by_package ON used_apps (package_name);

-- set_by is part of the key: admin sorts before user, so the stronger of the two rules comes first. in_catalogue is
-- kept by triggers, for an index of the apps that only this person lists.
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
  in_catalogue INTEGER NOT NULL DEFAULT 0 CHECK (in_catalogue IN (0, 1)),
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, package_name, set_by),
  UNIQUE (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX user_apps_by_package ON user_apps (package_name);

CREATE INDEX user_apps_by_setter ON user_apps (user_id, set_by, package_name);

CREATE INDEX user_apps_extra ON user_apps (user_id, lower(coalesce(label, package_name)), package_name) WHERE in_catalogue = 0;

CREATE INDEX user_apps_earned ON user_apps (user_id, after_subject) WHERE after_subject IS NOT NULL;

-- The apps that a person decided about last come before the rest of the catalogue.
CREATE INDEX user_apps_by_change ON user_apps (user_id, seq, package_name);

-- The rules of a person before and after a change, for its Undo. Kept for 30 days.
CREATE TABLE rule_changes (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  package_name TEXT NOT NULL,
  before TEXT CHECK (before IS NULL OR json_valid(before)),
  after TEXT CHECK (after IS NULL OR json_valid(after)),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, id, package_name)
) STRICT, WITHOUT ROWID;

CREATE INDEX rule_changes_by_time ON rule_changes (user_id, created_at);
