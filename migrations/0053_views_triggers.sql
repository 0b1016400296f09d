-- Finds saved views by their names.
CREATE TRIGGER views_insert_search AFTER INSERT ON views WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'view', NEW.id, NEW.name, '', ''); END;

CREATE TRIGGER views_update_search AFTER UPDATE OF name, deleted_at ON views WHEN OLD.name IS NOT NEW.name OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'view', NEW.id, iif(NEW.deleted_at IS NULL, NEW.name, NULL), '', ''); END;
