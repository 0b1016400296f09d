-- Latest date that had begun when a change of zone or day start moved the date back, null if none did. Periods that
-- ended before that change stay ended.
ALTER TABLE users ADD COLUMN latest_day TEXT;

-- Local dates of creation and completion, so that a later change of zone moves neither.
ALTER TABLE goals ADD COLUMN created_on TEXT;
ALTER TABLE goals ADD COLUMN completed_on TEXT;
ALTER TABLE goal_milestones ADD COLUMN completed_on TEXT;

UPDATE goals SET created_on = date(created_at / 1000, 'unixepoch'), completed_on = date(completed_at / 1000, 'unixepoch');

UPDATE goal_milestones SET completed_on = date(completed_at / 1000, 'unixepoch');

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
