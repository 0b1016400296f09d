-- The key begins with the user, so that every lookup stays within one person and devices that sync may choose ids.
-- created_on: Local dates of creation and completion, so that a later change of zone moves neither.
-- plan_id: The plan whose chunks measure a goal, where its progress comes from one. A deleted plan keeps measuring it as it was.
CREATE TABLE goals (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  parent_id TEXT,
  title TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL DEFAULT 'open' CHECK (kind IN ('weekly', 'monthly', 'rotation', 'open')),
  start_date TEXT,
  target_date TEXT,
  status TEXT NOT NULL DEFAULT 'not_started' CHECK (status IN ('not_started', 'in_progress', 'completed', 'cancelled')),
  progress_percentage INTEGER NOT NULL DEFAULT 0 CHECK (progress_percentage BETWEEN 0 AND 100),
  target_minutes INTEGER,
  completed_at INTEGER,
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  progress_source TEXT NOT NULL DEFAULT 'manual',
  category TEXT NOT NULL DEFAULT 'personal',
  created_on TEXT,
  completed_on TEXT,
  plan_id TEXT,
  organization_id TEXT,
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, parent_id) REFERENCES goals (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX goals_by_status ON goals (user_id, status, updated_at) WHERE deleted_at IS NULL;

CREATE INDEX goals_by_parent ON goals (user_id, parent_id) WHERE parent_id IS NOT NULL;

-- Positions have gaps of 1,024, so that a move writes one row (decision 0018).
CREATE TABLE goal_milestones (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  goal_id TEXT NOT NULL,
  description TEXT NOT NULL,
  target_date TEXT,
  completed_at INTEGER,
  position INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  completed_on TEXT,
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, goal_id) REFERENCES goals (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX goal_milestones_by_goal ON goal_milestones (user_id, goal_id, position) WHERE deleted_at IS NULL;

-- A past target cannot be computed from the goal as it is now, so each change of it leaves a row (decision 0016).
CREATE TABLE goal_targets (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  goal_id TEXT NOT NULL,
  from_date TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('weekly', 'monthly', 'rotation', 'open')),
  target_minutes INTEGER,
  week_start INTEGER NOT NULL CHECK (week_start BETWEEN 1 AND 7),
  PRIMARY KEY (user_id, goal_id, from_date),
  FOREIGN KEY (user_id, goal_id) REFERENCES goals (user_id, id)
) STRICT, WITHOUT ROWID;

-- The parent of a goal up to a date, for goals that were moved, deleted or restored after it. Periods that
-- had ended by then count the goals that were below theirs at that time. parent_id is null for a goal that had none or
-- was deleted.
CREATE TABLE goal_former_parents (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  goal_id TEXT NOT NULL,
  until_date TEXT NOT NULL,
  parent_id TEXT,
  PRIMARY KEY (user_id, until_date, goal_id),
  FOREIGN KEY (user_id, goal_id) REFERENCES goals (user_id, id)
) STRICT, WITHOUT ROWID;

-- Categories that everybody starts with and that a person removed: no longer offered unless one of their goals has it.
CREATE TABLE removed_categories (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  category TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (user_id, category)
) STRICT, WITHOUT ROWID;
