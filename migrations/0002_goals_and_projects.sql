-- The key begins with the user, so that every lookup stays within one person and devices that sync may choose ids.
CREATE TABLE goals (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  parent_id TEXT,
  title TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL DEFAULT 'open' CHECK (kind IN ('weekly', 'monthly', 'rotation', 'open')),
  category TEXT NOT NULL DEFAULT 'personal' CHECK (category IN ('technical', 'soft_skill', 'hiring_readiness', 'personal')),
  start_date TEXT,
  target_date TEXT,
  status TEXT NOT NULL DEFAULT 'not_started' CHECK (status IN ('not_started', 'in_progress', 'completed', 'cancelled')),
  progress_source TEXT NOT NULL DEFAULT 'manual' CHECK (progress_source IN ('manual', 'milestones', 'time')),
  progress_percentage INTEGER NOT NULL DEFAULT 0 CHECK (progress_percentage BETWEEN 0 AND 100),
  target_minutes INTEGER,
  completed_at INTEGER,
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, parent_id) REFERENCES goals (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX goals_by_status ON goals (user_id, status, updated_at) WHERE deleted_at IS NULL;

CREATE INDEX goals_by_parent ON goals (user_id, parent_id) WHERE parent_id IS NOT NULL;

CREATE INDEX goals_deleted ON goals (user_id, deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE projects (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  client TEXT NOT NULL DEFAULT '',
  name_key TEXT NOT NULL,
  classification TEXT NOT NULL DEFAULT 'work' CHECK (classification IN ('work', 'personal', 'learning')),
  status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive')),
  color TEXT NOT NULL DEFAULT 'slate',
  import_id TEXT,
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  PRIMARY KEY (user_id, id)
) STRICT, WITHOUT ROWID;

-- name_key is name and client in lowercase Unicode NFC, which SQLite cannot compute (decision 0005).
CREATE UNIQUE INDEX projects_by_name ON projects (user_id, name_key) WHERE deleted_at IS NULL;

CREATE INDEX projects_by_import ON projects (user_id, import_id) WHERE import_id IS NOT NULL;

CREATE INDEX projects_deleted ON projects (user_id, deleted_at) WHERE deleted_at IS NOT NULL;
