CREATE TRIGGER projects_insert_search AFTER INSERT ON projects WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'project', NEW.id, NEW.name, '', ''); END;

CREATE TRIGGER projects_update_search AFTER UPDATE OF name, deleted_at ON projects WHEN OLD.name IS NOT NEW.name OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'project', NEW.id, iif(NEW.deleted_at IS NULL, NEW.name, NULL), '', ''); END;
