-- Done by its owner, the user or the person that it names. An item of the user can name the person whom it is for.
-- due_key sorts those without a date last. task_id is the task that it became. While that one is neither deleted nor
-- cancelled, both have one status (0079).
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

CREATE INDEX action_items_open_of_owner ON action_items (user_id, owner, due_key) WHERE status <> 'done' AND deleted_at IS NULL;

CREATE INDEX action_items_open_of_person ON action_items (user_id, person_id, due_key) WHERE person_id IS NOT NULL AND status <> 'done' AND deleted_at IS NULL;

CREATE INDEX action_items_open_of_organization ON action_items (user_id, organization_id, due_key) WHERE organization_id IS NOT NULL AND status <> 'done' AND deleted_at IS NULL;

CREATE INDEX action_items_done ON action_items (user_id, completed_at) WHERE status = 'done' AND deleted_at IS NULL;

CREATE INDEX action_items_done_of_owner ON action_items (user_id, owner, completed_at) WHERE status = 'done' AND deleted_at IS NULL;

CREATE INDEX action_items_done_of_person ON action_items (user_id, person_id, completed_at) WHERE person_id IS NOT NULL AND status = 'done' AND deleted_at IS NULL;

CREATE INDEX action_items_done_of_organization ON action_items (user_id, organization_id, completed_at) WHERE organization_id IS NOT NULL AND status = 'done' AND deleted_at IS NULL;

CREATE INDEX action_items_by_source ON action_items (user_id, source_type, source_id) WHERE source_id IS NOT NULL AND deleted_at IS NULL;

CREATE INDEX action_items_by_task ON action_items (user_id, task_id) WHERE task_id IS NOT NULL;

CREATE INDEX action_items_deleted ON action_items (user_id, deleted_at) WHERE deleted_at IS NOT NULL;

-- Finds the people that a line names.
CREATE INDEX people_by_letters ON people (user_id, name COLLATE NOCASE) WHERE deleted_at IS NULL;
