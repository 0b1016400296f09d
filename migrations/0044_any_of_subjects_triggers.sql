-- Keeps the time of the latest 40 days for the apps that it unlocks. Nine days reach back past the start of any week in any
-- time zone. Up to 60 days from there on keep the present ones, however many sessions lie in the future.
CREATE TRIGGER session_days_insert_earned AFTER INSERT ON session_days WHEN EXISTS (SELECT 1 FROM user_apps WHERE user_id = NEW.user_id AND after_subject IS NOT NULL) AND (SELECT count(*) FROM (SELECT 1 FROM day_totals WHERE user_id = NEW.user_id AND date > NEW.date LIMIT 40)) < 40 BEGIN UPDATE change_heads SET earned = (SELECT earned FROM earned_now WHERE user_id = NEW.user_id) WHERE user_id = NEW.user_id; END;

CREATE TRIGGER session_days_delete_earned AFTER DELETE ON session_days WHEN EXISTS (SELECT 1 FROM user_apps WHERE user_id = OLD.user_id AND after_subject IS NOT NULL) AND (SELECT count(*) FROM (SELECT 1 FROM day_totals WHERE user_id = OLD.user_id AND date > OLD.date LIMIT 40)) < 40 BEGIN UPDATE change_heads SET earned = (SELECT earned FROM earned_now WHERE user_id = OLD.user_id) WHERE user_id = OLD.user_id; END;

-- Only the daily target, which counts all time, is lifted on a day off.
CREATE TRIGGER days_off_insert_earned AFTER INSERT ON days_off WHEN EXISTS (SELECT 1 FROM user_apps WHERE user_id = NEW.user_id AND after_subject = 'all') BEGIN UPDATE change_heads SET earned = (SELECT earned FROM earned_now WHERE user_id = NEW.user_id) WHERE user_id = NEW.user_id; END;

CREATE TRIGGER days_off_delete_earned AFTER DELETE ON days_off WHEN EXISTS (SELECT 1 FROM user_apps WHERE user_id = OLD.user_id AND after_subject = 'all') BEGIN UPDATE change_heads SET earned = (SELECT earned FROM earned_now WHERE user_id = OLD.user_id) WHERE user_id = OLD.user_id; END;

CREATE TRIGGER user_apps_insert_earned AFTER INSERT ON user_apps WHEN NEW.after_subject IS NOT NULL BEGIN UPDATE change_heads SET earned = (SELECT earned FROM earned_now WHERE user_id = NEW.user_id) WHERE user_id = NEW.user_id; END;

CREATE TRIGGER user_apps_update_earned AFTER UPDATE OF after_subject, after_seconds, after_period ON user_apps WHEN OLD.after_subject IS NOT NEW.after_subject OR OLD.after_seconds IS NOT NEW.after_seconds OR OLD.after_period IS NOT NEW.after_period BEGIN UPDATE change_heads SET earned = (SELECT earned FROM earned_now WHERE user_id = NEW.user_id) WHERE user_id = NEW.user_id; END;

CREATE TRIGGER user_apps_delete_earned AFTER DELETE ON user_apps WHEN OLD.after_subject IS NOT NULL BEGIN UPDATE change_heads SET earned = (SELECT earned FROM earned_now WHERE user_id = OLD.user_id) WHERE user_id = OLD.user_id; END;

-- The time under a project follows it to another organization.
CREATE TRIGGER projects_update_earned AFTER UPDATE OF organization_id, classification ON projects WHEN (OLD.organization_id IS NOT NEW.organization_id OR OLD.classification IS NOT NEW.classification) AND EXISTS (SELECT 1 FROM user_apps WHERE user_id = NEW.user_id AND after_subject IS NOT NULL) BEGIN UPDATE change_heads SET earned = (SELECT earned FROM earned_now WHERE user_id = NEW.user_id) WHERE user_id = NEW.user_id; END;

CREATE TRIGGER organizations_update_earned AFTER UPDATE OF deleted_at ON organizations WHEN OLD.deleted_at IS NOT NEW.deleted_at AND EXISTS (SELECT 1 FROM user_apps WHERE user_id = NEW.user_id AND after_subject IS NOT NULL) BEGIN UPDATE change_heads SET earned = (SELECT earned FROM earned_now WHERE user_id = NEW.user_id) WHERE user_id = NEW.user_id; END;
