-- A report adds to the day of each app once, and says so in the uses that it added. A day is found by its date, so that it
-- needs no second index, and years are sums of days.
DROP TRIGGER app_usage_insert_daily;

DROP TRIGGER app_usage_delete_daily;

DROP TRIGGER daily_usage_empty;

DROP TRIGGER daily_usage_insert_yearly;

DROP TRIGGER daily_usage_update_yearly;

DROP TRIGGER daily_usage_delete_yearly;

DROP TRIGGER daily_usage_insert_used;

DROP TRIGGER yearly_usage_empty;

ALTER TABLE app_usage ADD COLUMN is_summed INTEGER NOT NULL DEFAULT 0 CHECK (is_summed IN (0, 1));

DROP INDEX app_usage_by_end;

DROP INDEX used_apps_by_date;

CREATE TABLE days_of_use (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  date TEXT NOT NULL,
  package_name TEXT NOT NULL,
  total_seconds INTEGER NOT NULL,
  event_count INTEGER NOT NULL,
  PRIMARY KEY (user_id, date, package_name)
) STRICT, WITHOUT ROWID;

INSERT INTO days_of_use (user_id, date, package_name, total_seconds, event_count)
SELECT user_id, date, package_name, total_seconds, event_count FROM daily_usage;

DROP TABLE daily_usage;

DROP TABLE yearly_usage;

ALTER TABLE days_of_use RENAME TO daily_usage;
