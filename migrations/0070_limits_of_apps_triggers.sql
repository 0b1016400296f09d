CREATE TRIGGER session_days_insert_earned AFTER INSERT ON session_days WHEN EXISTS (SELECT 1 FROM earning_subjects WHERE user_id = NEW.user_id) AND (SELECT count(*) FROM (SELECT 1 FROM day_totals WHERE user_id = NEW.user_id AND date > NEW.date LIMIT 40)) < 40 BEGIN UPDATE change_heads SET earned = (SELECT earned FROM earned_now WHERE user_id = NEW.user_id) WHERE user_id = NEW.user_id; END;

CREATE TRIGGER session_days_delete_earned AFTER DELETE ON session_days WHEN EXISTS (SELECT 1 FROM earning_subjects WHERE user_id = OLD.user_id) AND (SELECT count(*) FROM (SELECT 1 FROM day_totals WHERE user_id = OLD.user_id AND date > OLD.date LIMIT 40)) < 40 BEGIN UPDATE change_heads SET earned = (SELECT earned FROM earned_now WHERE user_id = OLD.user_id) WHERE user_id = OLD.user_id; END;

CREATE TRIGGER projects_update_earned AFTER UPDATE OF organization_id, classification ON projects WHEN (OLD.organization_id IS NOT NEW.organization_id OR OLD.classification IS NOT NEW.classification) AND EXISTS (SELECT 1 FROM earning_subjects WHERE user_id = NEW.user_id) BEGIN UPDATE change_heads SET earned = (SELECT earned FROM earned_now WHERE user_id = NEW.user_id) WHERE user_id = NEW.user_id; END;

CREATE TRIGGER organizations_update_earned AFTER UPDATE OF deleted_at ON organizations WHEN OLD.deleted_at IS NOT NEW.deleted_at AND EXISTS (SELECT 1 FROM earning_subjects WHERE user_id = NEW.user_id) BEGIN UPDATE change_heads SET earned = (SELECT earned FROM earned_now WHERE user_id = NEW.user_id) WHERE user_id = NEW.user_id; END;

CREATE TRIGGER user_apps_insert_limits AFTER INSERT ON user_apps WHEN NEW.time_limit IS NOT NULL BEGIN UPDATE change_heads SET limits = (SELECT limits FROM limits_now WHERE user_id = NEW.user_id), earned = (SELECT earned FROM earned_now WHERE user_id = NEW.user_id) WHERE user_id = NEW.user_id; END;

CREATE TRIGGER user_apps_update_limits AFTER UPDATE OF time_limit ON user_apps WHEN OLD.time_limit IS NOT NEW.time_limit BEGIN UPDATE change_heads SET limits = (SELECT limits FROM limits_now WHERE user_id = NEW.user_id), earned = (SELECT earned FROM earned_now WHERE user_id = NEW.user_id) WHERE user_id = NEW.user_id; END;

CREATE TRIGGER user_apps_delete_limits AFTER DELETE ON user_apps WHEN OLD.time_limit IS NOT NULL BEGIN UPDATE change_heads SET limits = (SELECT limits FROM limits_now WHERE user_id = OLD.user_id), earned = (SELECT earned FROM earned_now WHERE user_id = OLD.user_id) WHERE user_id = OLD.user_id; END;

CREATE TRIGGER app_limits_insert_limits AFTER INSERT ON app_limits BEGIN UPDATE change_heads SET limits = (SELECT limits FROM limits_now WHERE user_id = NEW.user_id), earned = (SELECT earned FROM earned_now WHERE user_id = NEW.user_id) WHERE user_id = NEW.user_id; END;

CREATE TRIGGER app_limits_update_limits AFTER UPDATE OF time_limit ON app_limits WHEN OLD.time_limit IS NOT NEW.time_limit BEGIN UPDATE change_heads SET limits = (SELECT limits FROM limits_now WHERE user_id = NEW.user_id), earned = (SELECT earned FROM earned_now WHERE user_id = NEW.user_id) WHERE user_id = NEW.user_id; END;

CREATE TRIGGER app_limits_delete_limits AFTER DELETE ON app_limits BEGIN UPDATE change_heads SET limits = (SELECT limits FROM limits_now WHERE user_id = OLD.user_id), earned = (SELECT earned FROM earned_now WHERE user_id = OLD.user_id) WHERE user_id = OLD.user_id; END;

CREATE TRIGGER limit_extensions_insert_limits AFTER INSERT ON limit_extensions BEGIN UPDATE change_heads SET limits = (SELECT limits FROM limits_now WHERE user_id = NEW.user_id) WHERE user_id = NEW.user_id; END;

CREATE TRIGGER limit_extensions_delete_limits AFTER DELETE ON limit_extensions BEGIN UPDATE change_heads SET limits = (SELECT limits FROM limits_now WHERE user_id = OLD.user_id) WHERE user_id = OLD.user_id; END;

-- Once for each report, however many days it adds to.
CREATE TRIGGER change_heads_update_limits AFTER UPDATE OF usage_seq ON change_heads WHEN NEW.limits IS NOT NULL AND OLD.usage_seq <> NEW.usage_seq BEGIN UPDATE change_heads SET limits = (SELECT limits FROM limits_now WHERE user_id = NEW.user_id) WHERE user_id = NEW.user_id; END;
