-- A report has added its uses to their days already. Those of other writers are added here.
CREATE TRIGGER app_usage_insert_daily AFTER INSERT ON app_usage WHEN NEW.is_summed = 0 BEGIN INSERT INTO daily_usage (user_id, package_name, date, total_seconds, event_count) SELECT NEW.user_id, NEW.package_name, value ->> 0, value ->> 1, key = 0 FROM json_each(NEW.days) WHERE true ON CONFLICT (user_id, date, package_name) DO UPDATE SET total_seconds = total_seconds + excluded.total_seconds, event_count = event_count + excluded.event_count; END;

-- When an account is deleted, its foreign keys remove the sums, so there is nothing to subtract from.
CREATE TRIGGER app_usage_delete_daily AFTER DELETE ON app_usage WHEN EXISTS (SELECT 1 FROM users WHERE id = OLD.user_id) BEGIN UPDATE daily_usage SET total_seconds = total_seconds - (SELECT sum(value ->> 1) FROM json_each(OLD.days) WHERE value ->> 0 = daily_usage.date), event_count = event_count - (OLD.days ->> '$[0][0]' = daily_usage.date) WHERE user_id = OLD.user_id AND package_name = OLD.package_name AND date IN (SELECT value ->> 0 FROM json_each(OLD.days)); END;

CREATE TRIGGER daily_usage_empty AFTER UPDATE ON daily_usage WHEN NEW.total_seconds = 0 AND NEW.event_count = 0 BEGIN DELETE FROM daily_usage WHERE user_id = NEW.user_id AND date = NEW.date AND package_name = NEW.package_name; END;

CREATE TRIGGER daily_usage_insert_used AFTER INSERT ON daily_usage BEGIN INSERT INTO used_apps (user_id, package_name, last_date) VALUES (NEW.user_id, NEW.package_name, NEW.date) ON CONFLICT (user_id, package_name) DO UPDATE SET last_date = excluded.last_date WHERE excluded.last_date > last_date; END;
