CREATE TABLE monthly_stats (
  user_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  month TEXT NOT NULL,
  total_seconds INTEGER NOT NULL,
  session_count INTEGER NOT NULL,
  PRIMARY KEY (user_id, subject, month)
) STRICT, WITHOUT ROWID;
CREATE TABLE active_years (
  user_id TEXT NOT NULL,
  year TEXT NOT NULL,
  days TEXT NOT NULL,
  PRIMARY KEY (user_id, year)
) STRICT, WITHOUT ROWID;
INSERT INTO monthly_stats (user_id, subject, month, total_seconds, session_count)
SELECT user_id, subject, month.key, month.value ->> 0, month.value ->> 1 FROM total_stats CROSS JOIN json_each(months) AS month;
INSERT INTO active_years (user_id, year, days)
SELECT user_id, year.key, year.value FROM total_stats CROSS JOIN json_each(years) AS year WHERE subject = 'all';
DROP TABLE month_subjects;
ALTER TABLE total_stats DROP COLUMN years;
ALTER TABLE total_stats DROP COLUMN best;
ALTER TABLE total_stats DROP COLUMN months;
CREATE INDEX daily_stats_best ON daily_stats (user_id, total_seconds DESC, date) WHERE subject = 'all';
CREATE INDEX monthly_stats_by_month ON monthly_stats (user_id, month, subject) WHERE substr(subject, 1, 5) <> 'hour:';
CREATE TRIGGER monthly_stats_empty AFTER UPDATE ON monthly_stats WHEN NEW.total_seconds = 0 AND NEW.session_count = 0 BEGIN DELETE FROM monthly_stats WHERE user_id = NEW.user_id AND subject = NEW.subject AND month = NEW.month; END;
CREATE TRIGGER active_years_empty AFTER UPDATE ON active_years WHEN instr(NEW.days, '1') = 0 BEGIN DELETE FROM active_years WHERE user_id = NEW.user_id AND year = NEW.year; END;
CREATE TRIGGER ledger_insert_daily AFTER INSERT ON session_days BEGIN INSERT INTO daily_stats (user_id, subject, date, total_seconds, session_count) VALUES (NEW.user_id, NEW.subject, NEW.date, NEW.seconds, NEW.starts) ON CONFLICT (user_id, subject, date) DO UPDATE SET total_seconds = total_seconds + excluded.total_seconds, session_count = session_count + excluded.session_count; END;
CREATE TRIGGER ledger_insert_monthly AFTER INSERT ON session_days BEGIN INSERT INTO monthly_stats (user_id, subject, month, total_seconds, session_count) VALUES (NEW.user_id, NEW.subject, substr(NEW.date, 1, 7), NEW.seconds, NEW.starts) ON CONFLICT (user_id, subject, month) DO UPDATE SET total_seconds = total_seconds + excluded.total_seconds, session_count = session_count + excluded.session_count; END;
CREATE TRIGGER ledger_insert_total AFTER INSERT ON session_days BEGIN INSERT INTO total_stats (user_id, subject, total_seconds, session_count) VALUES (NEW.user_id, NEW.subject, NEW.seconds, NEW.starts) ON CONFLICT (user_id, subject) DO UPDATE SET total_seconds = total_seconds + excluded.total_seconds, session_count = session_count + excluded.session_count; END;
CREATE TRIGGER ledger_delete_daily AFTER DELETE ON session_days BEGIN UPDATE daily_stats SET total_seconds = total_seconds - OLD.seconds, session_count = session_count - OLD.starts WHERE user_id = OLD.user_id AND subject = OLD.subject AND date = OLD.date; END;
CREATE TRIGGER ledger_delete_monthly AFTER DELETE ON session_days BEGIN UPDATE monthly_stats SET total_seconds = total_seconds - OLD.seconds, session_count = session_count - OLD.starts WHERE user_id = OLD.user_id AND subject = OLD.subject AND month = substr(OLD.date, 1, 7); END;
CREATE TRIGGER ledger_delete_total AFTER DELETE ON session_days BEGIN UPDATE total_stats SET total_seconds = total_seconds - OLD.seconds, session_count = session_count - OLD.starts WHERE user_id = OLD.user_id AND subject = OLD.subject; END;
CREATE TRIGGER daily_stats_insert_active AFTER INSERT ON daily_stats WHEN NEW.subject = 'all' AND NEW.total_seconds > 0 BEGIN INSERT INTO active_years (user_id, year, days) VALUES (NEW.user_id, substr(NEW.date, 1, 4), substr(hex(zeroblob(183)), 1, CAST(strftime('%j', NEW.date) AS INTEGER) - 1) || '1' || substr(hex(zeroblob(183)), CAST(strftime('%j', NEW.date) AS INTEGER) + 1)) ON CONFLICT (user_id, year) DO UPDATE SET days = substr(days, 1, CAST(strftime('%j', NEW.date) AS INTEGER) - 1) || '1' || substr(days, CAST(strftime('%j', NEW.date) AS INTEGER) + 1); END;
CREATE TRIGGER daily_stats_update_active AFTER UPDATE OF total_seconds ON daily_stats WHEN NEW.subject = 'all' AND (OLD.total_seconds > 0) <> (NEW.total_seconds > 0) BEGIN INSERT INTO active_years (user_id, year, days) VALUES (NEW.user_id, substr(NEW.date, 1, 4), substr(hex(zeroblob(183)), 1, CAST(strftime('%j', NEW.date) AS INTEGER) - 1) || '1' || substr(hex(zeroblob(183)), CAST(strftime('%j', NEW.date) AS INTEGER) + 1)) ON CONFLICT (user_id, year) DO UPDATE SET days = substr(days, 1, CAST(strftime('%j', NEW.date) AS INTEGER) - 1) || (NEW.total_seconds > 0) || substr(days, CAST(strftime('%j', NEW.date) AS INTEGER) + 1); END;
CREATE TRIGGER daily_stats_delete_active AFTER DELETE ON daily_stats WHEN OLD.subject = 'all' AND OLD.total_seconds > 0 BEGIN UPDATE active_years SET days = substr(days, 1, CAST(strftime('%j', OLD.date) AS INTEGER) - 1) || '0' || substr(days, CAST(strftime('%j', OLD.date) AS INTEGER) + 1) WHERE user_id = OLD.user_id AND year = substr(OLD.date, 1, 4); END;
INSERT INTO daily_stats (user_id, subject, date, total_seconds, session_count)
SELECT user_id, subject, date, sum(seconds), sum(starts)
FROM session_days
WHERE substr(subject, 1, 5) = 'hour:' OR subject = 'tag:several'
GROUP BY user_id, subject, date;
