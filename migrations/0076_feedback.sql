-- date is a local day. title is the beginning of the content, for lists that show one line of each kind.
CREATE TABLE feedback (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  content TEXT NOT NULL,
  title TEXT GENERATED ALWAYS AS (substr(content, 1, 120)) VIRTUAL,
  date TEXT NOT NULL,
  category TEXT NOT NULL DEFAULT 'general' CHECK (category IN ('technical', 'behavioral', 'general')),
  sentiment TEXT NOT NULL DEFAULT 'neutral' CHECK (sentiment IN ('positive', 'constructive', 'neutral')),
  tags TEXT NOT NULL DEFAULT '[]',
  from_person_id TEXT,
  organization_id TEXT,
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, from_person_id) REFERENCES people (user_id, id),
  FOREIGN KEY (user_id, organization_id) REFERENCES organizations (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX feedback_by_date ON feedback (user_id, date) WHERE deleted_at IS NULL;

CREATE INDEX feedback_by_sentiment ON feedback (user_id, sentiment, date) WHERE deleted_at IS NULL;

CREATE INDEX feedback_by_category ON feedback (user_id, category, date) WHERE deleted_at IS NULL;

CREATE INDEX feedback_of_person ON feedback (user_id, from_person_id, date) WHERE from_person_id IS NOT NULL AND deleted_at IS NULL;

CREATE INDEX feedback_of_organization ON feedback (user_id, organization_id, date) WHERE organization_id IS NOT NULL AND deleted_at IS NULL;

CREATE INDEX feedback_deleted ON feedback (user_id, deleted_at) WHERE deleted_at IS NOT NULL;

-- The tags that most feedback has.
CREATE INDEX tag_counts_of_feedback ON tag_counts (user_id, row_count DESC, tag) WHERE kind = 'feedback';
