-- confidence_level, former_level and level_on are read from skill_progress on every write: the latest level, the one
-- before it, and the local day since which it stands. teams is a list of team_name and relevance. projects and plans
-- are lists of ids. used_on is a mark by hand, beside which sessions of its projects and plans count.
CREATE TABLE skills (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  category TEXT NOT NULL DEFAULT 'technical' CHECK (category IN ('technical', 'soft_skill')),
  confidence_level INTEGER NOT NULL CHECK (confidence_level BETWEEN 1 AND 5),
  former_level INTEGER CHECK (former_level BETWEEN 1 AND 5),
  level_on TEXT NOT NULL,
  notes TEXT NOT NULL DEFAULT '',
  teams TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(teams)),
  projects TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(projects)),
  plans TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(plans)),
  used_on TEXT,
  organization_id TEXT,
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, organization_id) REFERENCES organizations (user_id, id)
) STRICT, WITHOUT ROWID;

-- As in projects, name_key is the name in lowercase Unicode NFC.
CREATE UNIQUE INDEX skills_by_name ON skills (user_id, name_key) WHERE deleted_at IS NULL;

CREATE INDEX skills_deleted ON skills (user_id, deleted_at) WHERE deleted_at IS NOT NULL;

-- One entry each time that the confidence in a skill was set. date is a local day.
CREATE TABLE skill_progress (
  user_id TEXT NOT NULL,
  skill_id TEXT NOT NULL,
  id TEXT NOT NULL,
  level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
  note TEXT NOT NULL DEFAULT '',
  date TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, skill_id, id),
  FOREIGN KEY (user_id, skill_id) REFERENCES skills (user_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
