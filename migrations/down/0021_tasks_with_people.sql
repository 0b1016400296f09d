DROP INDEX tasks_by_source;
DROP INDEX tasks_by_person;
DROP INDEX tasks_of_people_done;
DROP INDEX tasks_due;
CREATE TABLE action_items (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  description TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'todo' CHECK (status IN ('todo', 'in_progress', 'done')),
  priority TEXT NOT NULL DEFAULT 'medium' CHECK (priority IN ('high', 'medium', 'low')),
  due_date TEXT,
  due_key TEXT GENERATED ALWAYS AS (coalesce(due_date, '~')) VIRTUAL,
  source_type TEXT CHECK (source_type IN ('meeting', 'feedback')),
  source_id TEXT,
  owner TEXT NOT NULL DEFAULT 'me' CHECK (owner IN ('me', 'person')),
  person_id TEXT,
  task_id TEXT,
  organization_id TEXT,
  completed_at INTEGER,
  completed_on TEXT,
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, person_id) REFERENCES people (user_id, id),
  FOREIGN KEY (user_id, organization_id) REFERENCES organizations (user_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX action_items_open ON action_items (user_id, due_key) WHERE status <> 'done' AND deleted_at IS NULL;
CREATE INDEX action_items_done ON action_items (user_id, completed_at) WHERE status = 'done' AND deleted_at IS NULL;
CREATE INDEX action_items_by_task ON action_items (user_id, task_id) WHERE task_id IS NOT NULL;
CREATE INDEX action_items_deleted ON action_items (user_id, deleted_at) WHERE deleted_at IS NOT NULL;
CREATE TRIGGER action_items_insert_search AFTER INSERT ON action_items WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'action_item', NEW.id, NEW.description, '', ''); END;
CREATE TRIGGER action_items_update_search AFTER UPDATE OF description, deleted_at ON action_items WHEN OLD.description IS NOT NEW.description OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'action_item', NEW.id, iif(NEW.deleted_at IS NULL, NEW.description, NULL), '', ''); END;
INSERT INTO action_items (user_id, id, description, status, priority, due_date, source_type, source_id, owner, person_id,
  task_id, organization_id, completed_at, completed_on, seq, created_at, updated_at, deleted_at)
SELECT user_id, id, title, iif(status = 'cancelled', 'todo', status), priority, due_date, source_type, source_id, owner,
  person_id,
  iif(date IS NULL AND description = '' AND status <> 'cancelled'
    AND id NOT IN (SELECT task_id FROM sessions WHERE sessions.user_id = tasks.user_id AND task_id IS NOT NULL), NULL, id),
  organization_id, completed_at, completed_on, seq, created_at, updated_at, deleted_at
FROM tasks
WHERE owner IS NOT NULL;
DELETE FROM search_documents
WHERE kind = 'task' AND id IN (SELECT id FROM action_items WHERE user_id = search_documents.user_id AND task_id IS NULL);
DELETE FROM tasks
WHERE owner IS NOT NULL AND id IN (SELECT id FROM action_items WHERE user_id = tasks.user_id AND task_id IS NULL);
ALTER TABLE tasks DROP COLUMN source_id;
ALTER TABLE tasks DROP COLUMN source_type;
ALTER TABLE tasks DROP COLUMN due_key;
ALTER TABLE tasks DROP COLUMN due_date;
ALTER TABLE tasks DROP COLUMN person_id;
ALTER TABLE tasks DROP COLUMN owner;
CREATE TRIGGER tasks_update_action_items AFTER UPDATE OF status ON tasks WHEN OLD.status IS NOT NEW.status AND NEW.status <> 'cancelled' AND NEW.deleted_at IS NULL BEGIN UPDATE action_items SET status = NEW.status, completed_at = NEW.completed_at, completed_on = NEW.completed_on, updated_at = NEW.updated_at, seq = NEW.seq WHERE user_id = NEW.user_id AND task_id = NEW.id AND (status <> NEW.status OR completed_at IS NOT NEW.completed_at); END;
CREATE TRIGGER tasks_restore_action_items AFTER UPDATE OF deleted_at ON tasks WHEN OLD.deleted_at IS NOT NULL AND NEW.deleted_at IS NULL AND NEW.status <> 'cancelled' BEGIN UPDATE action_items SET task_id = iif(status = NEW.status, task_id, NULL), completed_at = iif(status = NEW.status, NEW.completed_at, completed_at), completed_on = iif(status = NEW.status, NEW.completed_on, completed_on), seq = NEW.seq WHERE user_id = NEW.user_id AND task_id = NEW.id AND (status <> NEW.status OR completed_at IS NOT NEW.completed_at); END;
