CREATE TRIGGER sessions_insert_ledger AFTER INSERT ON sessions WHEN NEW.status = 'completed' AND NEW.deleted_at IS NULL BEGIN INSERT INTO session_days (user_id, subject, date, session_id, seconds, starts) SELECT NEW.user_id, subject.value, day.value ->> 0, NEW.id, day.value ->> 1, day.key = 0 FROM json_each(NEW.days) AS day, json_each(json_array('all', 'project:' || NEW.project_id, 'goal:' || NEW.goal_id, 'plan:' || NEW.plan_id, 'repo:' || lower(NEW.repo_owner) || '/' || lower(NEW.repo_name))) AS subject WHERE subject.value IS NOT NULL; END;

CREATE TRIGGER sessions_update_ledger_out BEFORE UPDATE OF days, status, deleted_at, project_id, goal_id, plan_id, repo_owner, repo_name ON sessions WHEN OLD.status = 'completed' AND OLD.deleted_at IS NULL AND (OLD.days IS NOT NEW.days OR OLD.status IS NOT NEW.status OR OLD.deleted_at IS NOT NEW.deleted_at OR OLD.project_id IS NOT NEW.project_id OR OLD.goal_id IS NOT NEW.goal_id OR OLD.plan_id IS NOT NEW.plan_id OR OLD.repo_owner IS NOT NEW.repo_owner OR OLD.repo_name IS NOT NEW.repo_name) BEGIN DELETE FROM session_days WHERE user_id = OLD.user_id AND session_id = OLD.id; END;

CREATE TRIGGER sessions_update_ledger_in AFTER UPDATE OF days, status, deleted_at, project_id, goal_id, plan_id, repo_owner, repo_name ON sessions WHEN NEW.status = 'completed' AND NEW.deleted_at IS NULL AND (OLD.days IS NOT NEW.days OR OLD.status IS NOT NEW.status OR OLD.deleted_at IS NOT NEW.deleted_at OR OLD.project_id IS NOT NEW.project_id OR OLD.goal_id IS NOT NEW.goal_id OR OLD.plan_id IS NOT NEW.plan_id OR OLD.repo_owner IS NOT NEW.repo_owner OR OLD.repo_name IS NOT NEW.repo_name) BEGIN INSERT INTO session_days (user_id, subject, date, session_id, seconds, starts) SELECT NEW.user_id, subject.value, day.value ->> 0, NEW.id, day.value ->> 1, day.key = 0 FROM json_each(NEW.days) AS day, json_each(json_array('all', 'project:' || NEW.project_id, 'goal:' || NEW.goal_id, 'plan:' || NEW.plan_id, 'repo:' || lower(NEW.repo_owner) || '/' || lower(NEW.repo_name))) AS subject WHERE subject.value IS NOT NULL; END;

CREATE TRIGGER sessions_delete_ledger AFTER DELETE ON sessions WHEN OLD.status = 'completed' AND OLD.deleted_at IS NULL BEGIN DELETE FROM session_days WHERE user_id = OLD.user_id AND session_id = OLD.id; END;

CREATE TRIGGER ledger_insert_daily AFTER INSERT ON session_days BEGIN INSERT INTO daily_stats (user_id, subject, date, total_seconds, session_count) VALUES (NEW.user_id, NEW.subject, NEW.date, NEW.seconds, NEW.starts) ON CONFLICT (user_id, subject, date) DO UPDATE SET total_seconds = total_seconds + excluded.total_seconds, session_count = session_count + excluded.session_count; END;

CREATE TRIGGER ledger_delete_daily AFTER DELETE ON session_days BEGIN UPDATE daily_stats SET total_seconds = total_seconds - OLD.seconds, session_count = session_count - OLD.starts WHERE user_id = OLD.user_id AND subject = OLD.subject AND date = OLD.date; END;

CREATE TRIGGER daily_stats_empty AFTER UPDATE ON daily_stats WHEN NEW.total_seconds = 0 AND NEW.session_count = 0 BEGIN DELETE FROM daily_stats WHERE user_id = NEW.user_id AND subject = NEW.subject AND date = NEW.date; END;

CREATE TRIGGER ledger_insert_monthly AFTER INSERT ON session_days BEGIN INSERT INTO monthly_stats (user_id, subject, month, total_seconds, session_count) VALUES (NEW.user_id, NEW.subject, substr(NEW.date, 1, 7), NEW.seconds, NEW.starts) ON CONFLICT (user_id, subject, month) DO UPDATE SET total_seconds = total_seconds + excluded.total_seconds, session_count = session_count + excluded.session_count; END;

CREATE TRIGGER ledger_delete_monthly AFTER DELETE ON session_days BEGIN UPDATE monthly_stats SET total_seconds = total_seconds - OLD.seconds, session_count = session_count - OLD.starts WHERE user_id = OLD.user_id AND subject = OLD.subject AND month = substr(OLD.date, 1, 7); END;

CREATE TRIGGER monthly_stats_empty AFTER UPDATE ON monthly_stats WHEN NEW.total_seconds = 0 AND NEW.session_count = 0 BEGIN DELETE FROM monthly_stats WHERE user_id = NEW.user_id AND subject = NEW.subject AND month = NEW.month; END;

CREATE TRIGGER ledger_insert_total AFTER INSERT ON session_days BEGIN INSERT INTO total_stats (user_id, subject, total_seconds, session_count) VALUES (NEW.user_id, NEW.subject, NEW.seconds, NEW.starts) ON CONFLICT (user_id, subject) DO UPDATE SET total_seconds = total_seconds + excluded.total_seconds, session_count = session_count + excluded.session_count; END;

CREATE TRIGGER ledger_delete_total AFTER DELETE ON session_days BEGIN UPDATE total_stats SET total_seconds = total_seconds - OLD.seconds, session_count = session_count - OLD.starts WHERE user_id = OLD.user_id AND subject = OLD.subject; END;

CREATE TRIGGER total_stats_empty AFTER UPDATE ON total_stats WHEN NEW.total_seconds = 0 AND NEW.session_count = 0 BEGIN DELETE FROM total_stats WHERE user_id = NEW.user_id AND subject = NEW.subject; END;
