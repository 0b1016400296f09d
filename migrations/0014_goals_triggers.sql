CREATE TRIGGER goals_insert_search AFTER INSERT ON goals WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'goal', NEW.id, NEW.title, NEW.description, ''); END;

CREATE TRIGGER goals_update_search AFTER UPDATE OF title, description, deleted_at ON goals WHEN OLD.title IS NOT NEW.title OR OLD.description IS NOT NEW.description OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'goal', NEW.id, iif(NEW.deleted_at IS NULL, NEW.title, NULL), NEW.description, ''); END;

CREATE TRIGGER goal_milestones_insert_search AFTER INSERT ON goal_milestones WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'milestone', NEW.id, NEW.description, '', ''); END;

CREATE TRIGGER goal_milestones_update_search AFTER UPDATE OF description, deleted_at ON goal_milestones WHEN OLD.description IS NOT NEW.description OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'milestone', NEW.id, iif(NEW.deleted_at IS NULL, NEW.description, NULL), '', ''); END;
