-- An action item is a task with an owner, the user or the person that it names. An item of the user can name the person
-- whom it is for. Without a day it stands in no list of days and in no place among tasks. due_key sorts those without a
-- due date last. source_type and source_id name what it comes from.
DROP TRIGGER tasks_update_action_items;

DROP TRIGGER tasks_restore_action_items;

ALTER TABLE tasks ADD COLUMN owner TEXT CHECK (owner IN ('me', 'person'));

ALTER TABLE tasks ADD COLUMN person_id TEXT;

ALTER TABLE tasks ADD COLUMN due_date TEXT;

ALTER TABLE tasks ADD COLUMN due_key TEXT GENERATED ALWAYS AS (coalesce(due_date, '~')) VIRTUAL;

ALTER TABLE tasks ADD COLUMN source_type TEXT CHECK (source_type IN ('meeting', 'feedback'));

ALTER TABLE tasks ADD COLUMN source_id TEXT;

-- An action item and the task that it became are one row, the task, while neither is deleted and the task is not
-- cancelled. The words of the item are its title. The title of the task, where it is not the beginning of these, and its
-- description follow in the description. Where the priority or the status differ, those of the task stay, and so does
-- its organization. One without a day leaves Someday for the list of those with people.
UPDATE tasks
SET owner = item.owner, person_id = item.person_id, due_date = item.due_date, source_type = item.source_type,
  source_id = item.source_id, title = item.description,
  description = trim(
    iif(tasks.title = substr(item.description, 1, length(tasks.title)), '', tasks.title || char(10, 10))
    || iif(tasks.description = item.description, '', tasks.description), char(10)),
  organization_id = coalesce(tasks.organization_id, iif(tasks.project_id IS NULL, item.organization_id, NULL)),
  updated_at = max(tasks.updated_at, item.updated_at)
FROM action_items AS item
WHERE item.user_id = tasks.user_id AND item.task_id = tasks.id AND item.deleted_at IS NULL AND tasks.deleted_at IS NULL
  AND tasks.status <> 'cancelled';

-- Every other action item becomes a task of the same id.
INSERT INTO tasks (user_id, id, title, status, priority, owner, person_id, due_date, source_type, source_id,
  organization_id, completed_at, completed_on, seq, created_at, updated_at, deleted_at)
SELECT user_id, id, description, status, priority, owner, person_id, due_date, source_type, source_id,
  organization_id, completed_at, completed_on, seq, created_at, updated_at, deleted_at
FROM action_items AS item
WHERE item.deleted_at IS NOT NULL
  OR NOT EXISTS (
    SELECT 1 FROM tasks
    WHERE tasks.user_id = item.user_id AND tasks.id = item.task_id AND tasks.owner IS NOT NULL
      AND tasks.title = item.description)
ON CONFLICT DO NOTHING;

DELETE FROM search_documents WHERE kind = 'action_item';

DROP TABLE action_items;

CREATE INDEX tasks_due ON tasks (user_id, due_key) WHERE owner IS NOT NULL AND status IN ('todo', 'in_progress') AND deleted_at IS NULL;

CREATE INDEX tasks_of_people_done ON tasks (user_id, completed_at) WHERE owner IS NOT NULL AND status = 'done' AND deleted_at IS NULL;

CREATE INDEX tasks_by_person ON tasks (user_id, person_id) WHERE person_id IS NOT NULL;

CREATE INDEX tasks_by_source ON tasks (user_id, source_id) WHERE source_id IS NOT NULL;
