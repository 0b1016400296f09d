-- Own words about a week or a month. date is its first local day. Each organization can have its own.
CREATE TABLE reviews (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  period TEXT NOT NULL CHECK (period IN ('week', 'month')),
  date TEXT NOT NULL,
  title TEXT NOT NULL,
  words TEXT NOT NULL,
  organization_id TEXT,
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, organization_id) REFERENCES organizations (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX reviews_by_date ON reviews (user_id, period, date, coalesce(organization_id, '')) WHERE deleted_at IS NULL;

CREATE INDEX reviews_in_order ON reviews (user_id, date) WHERE deleted_at IS NULL;

CREATE INDEX reviews_by_organization ON reviews (user_id, organization_id) WHERE organization_id IS NOT NULL;

CREATE INDEX reviews_deleted ON reviews (user_id, deleted_at) WHERE deleted_at IS NOT NULL;

-- A document of accomplishments between two local days. org is the context that it shows: all, none for Personal, or an
-- organization. category limits goals and skills, empty for all. left_out is a list of the lines that do not go in.
CREATE TABLE evidence_drafts (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  title TEXT NOT NULL,
  from_date TEXT NOT NULL,
  to_date TEXT NOT NULL,
  org TEXT NOT NULL DEFAULT 'all',
  category TEXT NOT NULL DEFAULT '',
  introduction TEXT NOT NULL DEFAULT '',
  left_out TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(left_out)),
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  PRIMARY KEY (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX evidence_drafts_deleted ON evidence_drafts (user_id, deleted_at) WHERE deleted_at IS NOT NULL;

-- Local day on which a task was cancelled.
ALTER TABLE tasks ADD COLUMN cancelled_on TEXT;

UPDATE tasks SET cancelled_on = date(updated_at / 1000, 'unixepoch') WHERE status = 'cancelled';

-- Tasks that a period had planned, also those that were done later.
CREATE INDEX tasks_by_date ON tasks (user_id, date) WHERE date IS NOT NULL AND deleted_at IS NULL;

CREATE INDEX tasks_cancelled ON tasks (user_id, cancelled_on) WHERE cancelled_on IS NOT NULL AND deleted_at IS NULL;

-- An open task that was planned for from_date and moved to a later day.
CREATE TABLE task_carries (
  user_id TEXT NOT NULL,
  from_date TEXT NOT NULL,
  task_id TEXT NOT NULL,
  PRIMARY KEY (user_id, from_date, task_id),
  FOREIGN KEY (user_id, task_id) REFERENCES tasks (user_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX task_carries_by_task ON task_carries (user_id, task_id);

-- Indexes by date, so that the review of a period reads nothing of others.
CREATE INDEX goals_completed ON goals (user_id, completed_on) WHERE completed_on IS NOT NULL AND deleted_at IS NULL;

CREATE INDEX goals_by_target ON goals (user_id, target_date) WHERE target_date IS NOT NULL AND deleted_at IS NULL;

CREATE INDEX goal_milestones_completed ON goal_milestones (user_id, completed_on) WHERE completed_on IS NOT NULL AND deleted_at IS NULL;

CREATE INDEX skill_progress_by_date ON skill_progress (user_id, date);
