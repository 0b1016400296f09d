-- date is a local day. meeting_id is for the meeting that a learning comes from.
CREATE TABLE learnings (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  title TEXT NOT NULL,
  type TEXT NOT NULL DEFAULT 'insight' CHECK (type IN ('aha_moment', 'concept', 'insight')),
  source TEXT NOT NULL DEFAULT 'self_study' CHECK (source IN ('meeting', 'self_study', 'project')),
  date TEXT NOT NULL,
  tags TEXT NOT NULL DEFAULT '[]',
  project_id TEXT,
  plan_id TEXT,
  meeting_id TEXT,
  organization_id TEXT,
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  content TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, project_id) REFERENCES projects (user_id, id),
  FOREIGN KEY (user_id, plan_id) REFERENCES plans (user_id, id),
  FOREIGN KEY (user_id, organization_id) REFERENCES organizations (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX learnings_by_date ON learnings (user_id, date) WHERE deleted_at IS NULL;

CREATE INDEX learnings_by_type ON learnings (user_id, type, date) WHERE deleted_at IS NULL;

CREATE INDEX learnings_by_source ON learnings (user_id, source, date) WHERE deleted_at IS NULL;

CREATE INDEX learnings_by_project ON learnings (user_id, project_id, date) WHERE project_id IS NOT NULL;

CREATE INDEX learnings_by_plan ON learnings (user_id, plan_id, date) WHERE plan_id IS NOT NULL;

CREATE INDEX learnings_by_organization ON learnings (user_id, organization_id) WHERE organization_id IS NOT NULL;

CREATE INDEX learnings_deleted ON learnings (user_id, deleted_at) WHERE deleted_at IS NOT NULL;

-- The tags of learnings that are not deleted, from which those with a tag are listed by date.
CREATE TABLE learning_tags (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  date TEXT NOT NULL,
  learning_id TEXT NOT NULL,
  PRIMARY KEY (user_id, tag, date, learning_id)
) STRICT, WITHOUT ROWID;
