-- Hyphens are removed from ids, because the tokenizer would split a UUID at them.
CREATE TRIGGER goals_insert_search AFTER INSERT ON goals WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'goal', NEW.id, NEW.title, NEW.description, '', replace(NEW.user_id || ' ' || NEW.user_id || 'goal', '-', '')); END;

-- Replaces the document instead of updating it, so that an edit moves it to the top of the results.
CREATE TRIGGER goals_update_search_out BEFORE UPDATE OF title, description, deleted_at ON goals WHEN OLD.deleted_at IS NULL AND (OLD.title IS NOT NEW.title OR OLD.description IS NOT NEW.description OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'goal' AND id = OLD.id; END;

CREATE TRIGGER goals_update_search_in AFTER UPDATE OF title, description, deleted_at ON goals WHEN NEW.deleted_at IS NULL AND (OLD.title IS NOT NEW.title OR OLD.description IS NOT NEW.description OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'goal', NEW.id, NEW.title, NEW.description, '', replace(NEW.user_id || ' ' || NEW.user_id || 'goal', '-', '')); END;

CREATE TRIGGER goals_delete_search AFTER DELETE ON goals WHEN OLD.deleted_at IS NULL BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'goal' AND id = OLD.id; END;

CREATE TRIGGER goal_milestones_insert_search AFTER INSERT ON goal_milestones WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'milestone', NEW.id, NEW.description, '', '', replace(NEW.user_id || ' ' || NEW.user_id || 'milestone', '-', '')); END;

CREATE TRIGGER goal_milestones_update_search_out BEFORE UPDATE OF description, deleted_at ON goal_milestones WHEN OLD.deleted_at IS NULL AND (OLD.description IS NOT NEW.description OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'milestone' AND id = OLD.id; END;

CREATE TRIGGER goal_milestones_update_search_in AFTER UPDATE OF description, deleted_at ON goal_milestones WHEN NEW.deleted_at IS NULL AND (OLD.description IS NOT NEW.description OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'milestone', NEW.id, NEW.description, '', '', replace(NEW.user_id || ' ' || NEW.user_id || 'milestone', '-', '')); END;

CREATE TRIGGER goal_milestones_delete_search AFTER DELETE ON goal_milestones WHEN OLD.deleted_at IS NULL BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'milestone' AND id = OLD.id; END;
