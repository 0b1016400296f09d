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

CREATE INDEX organizations_deleted ON organizations (user_id, deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE people (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL DEFAULT '',
  organization_id TEXT,
  email TEXT NOT NULL DEFAULT '',
  notes TEXT NOT NULL DEFAULT '',
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, organization_id) REFERENCES organizations (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX people_by_name ON people (user_id, name) WHERE deleted_at IS NULL;

CREATE INDEX people_by_organization ON people (user_id, organization_id) WHERE organization_id IS NOT NULL;

CREATE INDEX people_deleted ON people (user_id, deleted_at) WHERE deleted_at IS NOT NULL;

ALTER TABLE projects ADD COLUMN organization_id TEXT;

ALTER TABLE projects ADD COLUMN tech_stack TEXT NOT NULL DEFAULT '[]';

ALTER TABLE projects ADD COLUMN repository TEXT;

ALTER TABLE goals ADD COLUMN organization_id TEXT;

CREATE INDEX projects_by_organization ON projects (user_id, organization_id) WHERE organization_id IS NOT NULL;

CREATE INDEX goals_by_organization ON goals (user_id, organization_id) WHERE organization_id IS NOT NULL;
