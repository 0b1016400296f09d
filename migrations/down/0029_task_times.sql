ALTER TABLE tasks DROP COLUMN repeat_rule;

ALTER TABLE tasks DROP COLUMN tags;

ALTER TABLE tasks DROP COLUMN at;

CREATE TRIGGER tasks_insert_search AFTER INSERT ON tasks WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'task', NEW.id, NEW.title, NEW.description, ''); END;

CREATE TRIGGER tasks_update_search AFTER UPDATE OF title, description, deleted_at ON tasks WHEN OLD.title IS NOT NEW.title OR OLD.description IS NOT NEW.description OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'task', NEW.id, iif(NEW.deleted_at IS NULL, NEW.title, NULL), NEW.description, ''); END;
