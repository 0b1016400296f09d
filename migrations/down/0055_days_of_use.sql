CREATE TABLE apps_by_day (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  package_name TEXT NOT NULL,
  date TEXT NOT NULL,
  total_seconds INTEGER NOT NULL,
  event_count INTEGER NOT NULL,
  PRIMARY KEY (user_id, package_name, date)
) STRICT, WITHOUT ROWID;

INSERT INTO apps_by_day (user_id, package_name, date, total_seconds, event_count)
SELECT user_id, package_name, date, total_seconds, event_count FROM daily_usage;

DROP TABLE daily_usage;

ALTER TABLE apps_by_day RENAME TO daily_usage;

CREATE INDEX daily_usage_by_date ON daily_usage (user_id, date, package_name, total_seconds);

CREATE TABLE yearly_usage (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  year TEXT NOT NULL,
  package_name TEXT NOT NULL,
  total_seconds INTEGER NOT NULL,
  days TEXT NOT NULL CHECK (json_valid(days)),
  PRIMARY KEY (user_id, year, package_name)
) STRICT, WITHOUT ROWID;

INSERT INTO yearly_usage (user_id, year, package_name, total_seconds, days)
SELECT user_id, year, package_name, sum(total_seconds), (
  SELECT json_group_array(coalesce(total_seconds, 0)) FROM (
    WITH RECURSIVE numbers (number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM numbers WHERE number < 365)
    SELECT total_seconds FROM numbers LEFT JOIN daily_usage AS used ON used.user_id = years.user_id
      AND used.package_name = years.package_name AND used.date = date(years.year || '-01-01', '+' || number || ' days')
      AND substr(used.date, 1, 4) = years.year
    ORDER BY number))
FROM (SELECT user_id, substr(date, 1, 4) AS year, package_name, total_seconds FROM daily_usage WHERE total_seconds > 0) AS years
GROUP BY user_id, year, package_name;

CREATE INDEX app_usage_by_end ON app_usage (user_id, ended_at);

CREATE INDEX used_apps_by_date ON used_apps (user_id, last_date);

ALTER TABLE app_usage DROP COLUMN is_summed;

CREATE TRIGGER app_usage_insert_daily AFTER INSERT ON app_usage BEGIN INSERT INTO daily_usage (user_id, package_name, date, total_seconds, event_count) SELECT NEW.user_id, NEW.package_name, value ->> 0, value ->> 1, key = 0 FROM json_each(NEW.days) WHERE true ON CONFLICT (user_id, package_name, date) DO UPDATE SET total_seconds = total_seconds + excluded.total_seconds, event_count = event_count + excluded.event_count; END;

CREATE TRIGGER app_usage_delete_daily AFTER DELETE ON app_usage WHEN EXISTS (SELECT 1 FROM users WHERE id = OLD.user_id) BEGIN UPDATE daily_usage SET total_seconds = total_seconds - (SELECT sum(value ->> 1) FROM json_each(OLD.days) WHERE value ->> 0 = daily_usage.date), event_count = event_count - (OLD.days ->> '$[0][0]' = daily_usage.date) WHERE user_id = OLD.user_id AND package_name = OLD.package_name AND date IN (SELECT value ->> 0 FROM json_each(OLD.days)); END;

CREATE TRIGGER daily_usage_empty AFTER UPDATE ON daily_usage WHEN NEW.total_seconds = 0 AND NEW.event_count = 0 BEGIN DELETE FROM daily_usage WHERE user_id = NEW.user_id AND package_name = NEW.package_name AND date = NEW.date; END;

CREATE TRIGGER daily_usage_insert_yearly AFTER INSERT ON daily_usage WHEN NEW.total_seconds > 0 BEGIN INSERT INTO yearly_usage (user_id, year, package_name, total_seconds, days) VALUES (NEW.user_id, substr(NEW.date, 1, 4), NEW.package_name, NEW.total_seconds, json_set('[' || rtrim(replace(hex(zeroblob(183)), '0', '0,'), ',') || ']', '$[' || (strftime('%j', NEW.date) - 1) || ']', NEW.total_seconds)) ON CONFLICT (user_id, year, package_name) DO UPDATE SET total_seconds = total_seconds + excluded.total_seconds - (days ->> ('$[' || (strftime('%j', NEW.date) - 1) || ']')), days = json_set(days, '$[' || (strftime('%j', NEW.date) - 1) || ']', excluded.total_seconds); END;

CREATE TRIGGER daily_usage_update_yearly AFTER UPDATE OF total_seconds ON daily_usage WHEN OLD.total_seconds <> NEW.total_seconds BEGIN INSERT INTO yearly_usage (user_id, year, package_name, total_seconds, days) VALUES (NEW.user_id, substr(NEW.date, 1, 4), NEW.package_name, NEW.total_seconds, json_set('[' || rtrim(replace(hex(zeroblob(183)), '0', '0,'), ',') || ']', '$[' || (strftime('%j', NEW.date) - 1) || ']', NEW.total_seconds)) ON CONFLICT (user_id, year, package_name) DO UPDATE SET total_seconds = total_seconds + excluded.total_seconds - (days ->> ('$[' || (strftime('%j', NEW.date) - 1) || ']')), days = json_set(days, '$[' || (strftime('%j', NEW.date) - 1) || ']', excluded.total_seconds); END;

CREATE TRIGGER daily_usage_delete_yearly AFTER DELETE ON daily_usage WHEN OLD.total_seconds > 0 BEGIN UPDATE yearly_usage SET total_seconds = total_seconds - OLD.total_seconds, days = json_set(days, '$[' || (strftime('%j', OLD.date) - 1) || ']', 0) WHERE user_id = OLD.user_id AND year = substr(OLD.date, 1, 4) AND package_name = OLD.package_name; END;

CREATE TRIGGER daily_usage_insert_used AFTER INSERT ON daily_usage BEGIN INSERT INTO used_apps (user_id, package_name, last_date) VALUES (NEW.user_id, NEW.package_name, NEW.date) ON CONFLICT (user_id, package_name) DO UPDATE SET last_date = excluded.last_date WHERE excluded.last_date > last_date; END;

CREATE TRIGGER yearly_usage_empty AFTER UPDATE ON yearly_usage WHEN NEW.total_seconds = 0 BEGIN DELETE FROM yearly_usage WHERE user_id = NEW.user_id AND year = NEW.year AND package_name = NEW.package_name; END;
