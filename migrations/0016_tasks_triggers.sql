CREATE TRIGGER tasks_insert_search AFTER INSERT ON tasks WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'task', NEW.id, NEW.title, NEW.description, ''); END;

CREATE TRIGGER tasks_update_search AFTER UPDATE OF title, description, deleted_at ON tasks WHEN OLD.title IS NOT NEW.title OR OLD.description IS NOT NEW.description OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'task', NEW.id, iif(NEW.deleted_at IS NULL, NEW.title, NULL), NEW.description, ''); END;

CREATE TRIGGER tasks_update_action_items AFTER UPDATE OF status ON tasks WHEN OLD.status IS NOT NEW.status AND NEW.status <> 'cancelled' AND NEW.deleted_at IS NULL BEGIN UPDATE action_items SET status = NEW.status, completed_at = NEW.completed_at, completed_on = NEW.completed_on, updated_at = NEW.updated_at, seq = NEW.seq WHERE user_id = NEW.user_id AND task_id = NEW.id AND (status <> NEW.status OR completed_at IS NOT NEW.completed_at); END;

CREATE TRIGGER tasks_restore_action_items AFTER UPDATE OF deleted_at ON tasks WHEN OLD.deleted_at IS NOT NULL AND NEW.deleted_at IS NULL AND NEW.status <> 'cancelled' BEGIN UPDATE action_items SET task_id = iif(status = NEW.status, task_id, NULL), completed_at = iif(status = NEW.status, NEW.completed_at, completed_at), completed_on = iif(status = NEW.status, NEW.completed_on, completed_on), seq = NEW.seq WHERE user_id = NEW.user_id AND task_id = NEW.id AND (status <> NEW.status OR completed_at IS NOT NEW.completed_at); END;

CREATE TRIGGER tasks_carried AFTER UPDATE OF date ON tasks WHEN OLD.status IN ('todo', 'in_progress') AND NEW.status IN ('todo', 'in_progress') AND OLD.date IS NOT NULL AND (NEW.date IS NULL OR NEW.date > OLD.date) BEGIN INSERT INTO task_carries (user_id, from_date, task_id) VALUES (NEW.user_id, OLD.date, NEW.id) ON CONFLICT (user_id, from_date, task_id) DO NOTHING; END;

CREATE TRIGGER tasks_moved_back AFTER UPDATE OF date ON tasks WHEN NEW.date IS NOT NULL AND (OLD.date IS NULL OR NEW.date < OLD.date) BEGIN DELETE FROM task_carries WHERE user_id = NEW.user_id AND task_id = NEW.id AND from_date >= NEW.date; END;

CREATE TRIGGER action_items_insert_search AFTER INSERT ON action_items WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'action_item', NEW.id, NEW.description, '', ''); END;

CREATE TRIGGER action_items_update_search AFTER UPDATE OF description, deleted_at ON action_items WHEN OLD.description IS NOT NEW.description OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'action_item', NEW.id, iif(NEW.deleted_at IS NULL, NEW.description, NULL), '', ''); END;
