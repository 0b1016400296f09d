CREATE TRIGGER action_items_insert_search AFTER INSERT ON action_items WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'action_item', NEW.id, NEW.description, '', '', replace(NEW.user_id || ' ' || NEW.user_id || 'action_item', '-', '')); END;

CREATE TRIGGER action_items_update_search_out BEFORE UPDATE OF description, deleted_at ON action_items WHEN OLD.deleted_at IS NULL AND (OLD.description IS NOT NEW.description OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'action_item' AND id = OLD.id; END;

CREATE TRIGGER action_items_update_search_in AFTER UPDATE OF description, deleted_at ON action_items WHEN NEW.deleted_at IS NULL AND (OLD.description IS NOT NEW.description OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner) VALUES (NEW.user_id, 'action_item', NEW.id, NEW.description, '', '', replace(NEW.user_id || ' ' || NEW.user_id || 'action_item', '-', '')); END;

CREATE TRIGGER action_items_delete_search AFTER DELETE ON action_items WHEN OLD.deleted_at IS NULL BEGIN DELETE FROM search_documents WHERE user_id = OLD.user_id AND kind = 'action_item' AND id = OLD.id; END;

CREATE TRIGGER tasks_update_action_items AFTER UPDATE OF status ON tasks WHEN OLD.status IS NOT NEW.status AND NEW.status <> 'cancelled' AND NEW.deleted_at IS NULL BEGIN UPDATE action_items SET status = NEW.status, completed_at = NEW.completed_at, completed_on = NEW.completed_on, updated_at = NEW.updated_at, seq = NEW.seq WHERE user_id = NEW.user_id AND task_id = NEW.id AND status <> NEW.status; END;

CREATE TRIGGER tasks_restore_action_items AFTER UPDATE OF deleted_at ON tasks WHEN OLD.deleted_at IS NOT NULL AND NEW.deleted_at IS NULL AND NEW.status <> 'cancelled' BEGIN UPDATE action_items SET task_id = NULL, seq = NEW.seq WHERE user_id = NEW.user_id AND task_id = NEW.id AND status <> NEW.status; END;
