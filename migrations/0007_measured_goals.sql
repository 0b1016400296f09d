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
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, goal_id) REFERENCES goals (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX goal_milestones_by_goal ON goal_milestones (user_id, goal_id, position) WHERE deleted_at IS NULL;

CREATE INDEX goal_milestones_deleted ON goal_milestones (user_id, deleted_at) WHERE deleted_at IS NOT NULL;

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

-- Goals from before this table had their present target from the start.
INSERT INTO goal_targets (user_id, goal_id, from_date, kind, target_minutes, week_start)
SELECT goals.user_id, goals.id, coalesce(goals.start_date, date(goals.created_at / 1000, 'unixepoch')), goals.kind,
  goals.target_minutes, coalesce(users.preferences ->> 'week_start', 1)
FROM goals JOIN users ON users.id = goals.user_id
WHERE goals.kind IN ('weekly', 'monthly') AND goals.target_minutes IS NOT NULL;
