-- Tasks and app usage that an import brought go with it. import_key recognises a task that is imported again, also after
-- it was deleted.
ALTER TABLE tasks ADD COLUMN import_id TEXT;

ALTER TABLE tasks ADD COLUMN import_key TEXT;

CREATE UNIQUE INDEX tasks_by_import_key ON tasks (user_id, import_key) WHERE import_key IS NOT NULL;

CREATE INDEX tasks_by_import ON tasks (user_id, import_id) WHERE import_id IS NOT NULL;

ALTER TABLE app_usage ADD COLUMN import_id TEXT;

CREATE INDEX app_usage_by_import ON app_usage (user_id, import_id) WHERE import_id IS NOT NULL;

ALTER TABLE imports ADD COLUMN tasks INTEGER NOT NULL DEFAULT 0;

-- app_days counts rows of app_usage: one for each app and day.
ALTER TABLE imports ADD COLUMN app_days INTEGER NOT NULL DEFAULT 0;

ALTER TABLE imports ADD COLUMN app_seconds INTEGER NOT NULL DEFAULT 0;

-- The columns that a person chose for files with a header, which is stored as a hash.
CREATE TABLE import_columns (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  header TEXT NOT NULL,
  choice TEXT NOT NULL CHECK (json_valid(choice)),
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, header)
) STRICT, WITHOUT ROWID;
