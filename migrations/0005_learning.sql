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

-- The change feed.
CREATE INDEX plans_by_seq ON plans (user_id, seq);

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

-- The markdown of a plan before its last edit, which Undo brings back while no later edit came.
-- moved: Sessions and cards that a merge of two chunks moved, as JSON, so that its Undo moves them back.
CREATE TABLE plan_undos (
  user_id TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  content TEXT NOT NULL,
  moved TEXT CHECK (moved IS NULL OR json_valid(moved)),
  PRIMARY KEY (user_id, plan_id),
  FOREIGN KEY (user_id, plan_id) REFERENCES plans (user_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Flashcards. Both schedulers keep their state of each card, so that switching a plan loses nothing: next_review is the
-- date of the scheduler in use. is_new is 1 until the first review. reviews keep the card before and after, as JSON.
CREATE TABLE cards (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  plan_id TEXT,
  chunk_id TEXT,
  question TEXT NOT NULL,
  answer TEXT NOT NULL,
  tags TEXT NOT NULL DEFAULT '[]',
  source TEXT NOT NULL DEFAULT '',
  scheduler TEXT NOT NULL DEFAULT 'sm2' CHECK (scheduler IN ('sm2', 'fsrs')),
  ease_factor REAL NOT NULL DEFAULT 2.5,
  interval_days INTEGER NOT NULL DEFAULT 1,
  repetitions INTEGER NOT NULL DEFAULT 0,
  fsrs TEXT,
  sm2_next TEXT NOT NULL,
  fsrs_next TEXT NOT NULL,
  next_review TEXT NOT NULL,
  last_reviewed_at INTEGER,
  is_new INTEGER NOT NULL DEFAULT 1 CHECK (is_new IN (0, 1)),
  suspended INTEGER NOT NULL DEFAULT 0 CHECK (suspended IN (0, 1)),
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, plan_id) REFERENCES plans (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX cards_due ON cards (user_id, next_review, last_reviewed_at) WHERE is_new = 0 AND suspended = 0 AND deleted_at IS NULL;

CREATE INDEX cards_deleted ON cards (user_id, deleted_at) WHERE deleted_at IS NOT NULL;

CREATE INDEX cards_by_seq ON cards (user_id, seq);

CREATE TABLE card_reviews (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  card_id TEXT NOT NULL,
  rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 4),
  reviewed_at INTEGER NOT NULL,
  date TEXT NOT NULL,
  duration_ms INTEGER,
  is_first INTEGER NOT NULL CHECK (is_first IN (0, 1)),
  before TEXT NOT NULL CHECK (json_valid(before)),
  after TEXT NOT NULL CHECK (json_valid(after)),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, card_id) REFERENCES cards (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX card_reviews_of_card ON card_reviews (user_id, card_id, reviewed_at);

-- Reviews of a day, with what their figures count: years of reviews are too many to read for each page.
CREATE INDEX card_reviews_by_date ON card_reviews (user_id, date, rating, is_first);

-- The cards file of a plan as it was sent last, so that it comes out byte for byte. keys has, for each key in the file,
-- the id of its card and the schedule that the card had then.
CREATE TABLE card_files (
  user_id TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  content TEXT NOT NULL,
  keys TEXT NOT NULL CHECK (json_valid(keys)),
  PRIMARY KEY (user_id, plan_id),
  FOREIGN KEY (user_id, plan_id) REFERENCES plans (user_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

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

CREATE INDEX learnings_deleted ON learnings (user_id, deleted_at) WHERE deleted_at IS NOT NULL;

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

CREATE INDEX skill_progress_by_date ON skill_progress (user_id, date);
