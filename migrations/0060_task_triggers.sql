CREATE TRIGGER tasks_insert_search AFTER INSERT ON tasks WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'task', NEW.id, NEW.title, NEW.description, '', replace(NEW.user_id || ' ' || NEW.user_id || 'task', '-', '')); END;

CREATE TRIGGER tasks_update_search_out BEFORE UPDATE OF title, description, deleted_at ON tasks WHEN OLD.deleted_at IS NULL AND (OLD.title IS NOT NEW.title OR OLD.description IS NOT NEW.description OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'task' AND id = OLD.id; END;

CREATE TRIGGER tasks_update_search_in AFTER UPDATE OF title, description, deleted_at ON tasks WHEN NEW.deleted_at IS NULL AND (OLD.title IS NOT NEW.title OR OLD.description IS NOT NEW.description OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'task', NEW.id, NEW.title, NEW.description, '', replace(NEW.user_id || ' ' || NEW.user_id || 'task', '-', '')); END;

CREATE TRIGGER tasks_delete_search AFTER DELETE ON tasks WHEN OLD.deleted_at IS NULL BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'task' AND id = OLD.id; END;
