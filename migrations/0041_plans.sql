-- A plan is markdown. The columns beside it, and its chunks, are read from it on every write. The long columns
-- stand last, so that a list does not read past them.
CREATE TABLE plans (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  title TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'not_started' CHECK (status IN ('not_started', 'in_progress', 'completed', 'archived')),
  tags TEXT NOT NULL DEFAULT '[]',
  total_hours REAL,
  goal_id TEXT,
  project_id TEXT,
  scheduler TEXT NOT NULL DEFAULT 'sm2' CHECK (scheduler IN ('sm2', 'fsrs')),
  chunk_count INTEGER NOT NULL DEFAULT 0,
  completed_count INTEGER NOT NULL DEFAULT 0,
  skipped_count INTEGER NOT NULL DEFAULT 0,
  planned_minutes INTEGER NOT NULL DEFAULT 0,
  next_chunk TEXT,
  next_title TEXT,
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  outline TEXT NOT NULL DEFAULT '',
  chunks TEXT NOT NULL DEFAULT '[]',
  content TEXT NOT NULL,
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, goal_id) REFERENCES goals (user_id, id),
  FOREIGN KEY (user_id, project_id) REFERENCES projects (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX plans_deleted ON plans (user_id, deleted_at) WHERE deleted_at IS NOT NULL;

-- The chunks of a plan by their ids, with what lists and choices show of them. The plan itself has them whole.
CREATE TABLE plan_chunks (
  user_id TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  id TEXT NOT NULL,
  position INTEGER NOT NULL,
  title TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('not_started', 'in_progress', 'completed', 'skipped')),
  duration_minutes INTEGER,
  PRIMARY KEY (user_id, plan_id, id),
  FOREIGN KEY (user_id, plan_id) REFERENCES plans (user_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
