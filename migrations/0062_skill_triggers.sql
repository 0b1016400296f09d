CREATE TRIGGER skills_insert_search AFTER INSERT ON skills WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'skill', NEW.id, NEW.name, NEW.notes, '', replace(NEW.user_id || ' ' || NEW.user_id || 'skill', '-', '')); END;

CREATE TRIGGER skills_update_search_out BEFORE UPDATE OF name, notes, deleted_at ON skills WHEN OLD.deleted_at IS NULL AND (OLD.name IS NOT NEW.name OR OLD.notes IS NOT NEW.notes OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'skill' AND id = OLD.id; END;

CREATE TRIGGER skills_update_search_in AFTER UPDATE OF name, notes, deleted_at ON skills WHEN NEW.deleted_at IS NULL AND (OLD.name IS NOT NEW.name OR OLD.notes IS NOT NEW.notes OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'skill', NEW.id, NEW.name, NEW.notes, '', replace(NEW.user_id || ' ' || NEW.user_id || 'skill', '-', '')); END;

CREATE TRIGGER skills_delete_search AFTER DELETE ON skills WHEN OLD.deleted_at IS NULL BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'skill' AND id = OLD.id; END;
