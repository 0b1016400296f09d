CREATE TABLE organizations (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  type TEXT NOT NULL DEFAULT 'employer' CHECK (type IN ('employer', 'host', 'school', 'client', 'other')),
  notes TEXT NOT NULL DEFAULT '',
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  PRIMARY KEY (user_id, id)
) STRICT, WITHOUT ROWID;

-- As in projects, name_key is the name in lowercase Unicode NFC.
CREATE UNIQUE INDEX organizations_by_name ON organizations (user_id, name_key) WHERE deleted_at IS NULL;

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
  merged_into TEXT,
  organization_id TEXT,
  tech_stack TEXT NOT NULL DEFAULT '[]',
  repository TEXT,
  PRIMARY KEY (user_id, id)
) STRICT, WITHOUT ROWID;

-- name_key is name and client in lowercase Unicode NFC, which SQLite cannot compute (decision 0005).
CREATE UNIQUE INDEX projects_by_name ON projects (user_id, name_key) WHERE deleted_at IS NULL;

CREATE INDEX projects_by_organization ON projects (user_id, organization_id) WHERE organization_id IS NOT NULL;

CREATE TABLE inactive_tags (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (user_id, tag)
) STRICT, WITHOUT ROWID;
