-- Reports are found by their words.
CREATE TRIGGER reports_insert_search AFTER INSERT ON reports WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'report', NEW.id, NEW.title, NEW.note, ''); END;

CREATE TRIGGER reports_update_search AFTER UPDATE OF title, note, deleted_at ON reports WHEN OLD.title IS NOT NEW.title OR OLD.note IS NOT NEW.note OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'report', NEW.id, iif(NEW.deleted_at IS NULL, NEW.title, NULL), NEW.note, ''); END;
