-- A goal beyond the time of its own sessions. counts: JSON list of the subjects of the ledger whose sessions, tasks, cards,
-- chunks or apps it counts, null for those that name the goal. times_of: the kind of thing that one time of it is.
-- period: null where kind says it. target: how many times, or the value to reach from start_value.
-- on_days: digits of the ISO weekdays that count, null for all. day_seconds: the least time of a day that counts.
-- goal_targets.rule: the whole rule as JSON from its date on, null for time of the sessions that name the goal.
ALTER TABLE goals ADD COLUMN counts TEXT CHECK (counts IS NULL OR json_valid(counts));

ALTER TABLE goals ADD COLUMN times_of TEXT;

ALTER TABLE goals ADD COLUMN direction TEXT NOT NULL DEFAULT 'at_least' CHECK (direction IN ('at_least', 'at_most'));

ALTER TABLE goals ADD COLUMN period TEXT CHECK (period IN ('day', 'week', 'month', 'quarter', 'year', 'once'));

ALTER TABLE goals ADD COLUMN target REAL;

ALTER TABLE goals ADD COLUMN start_value REAL;

ALTER TABLE goals ADD COLUMN unit TEXT;

ALTER TABLE goals ADD COLUMN on_days TEXT;

ALTER TABLE goals ADD COLUMN day_seconds INTEGER;

ALTER TABLE goal_targets ADD COLUMN rule TEXT CHECK (rule IS NULL OR json_valid(rule));

-- Times that a person ticked, and values that they noted. date is the local day. amount is 1 for a tick without a unit.
CREATE TABLE goal_ticks (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  goal_id TEXT NOT NULL,
  date TEXT NOT NULL,
  amount REAL NOT NULL DEFAULT 1,
  note TEXT NOT NULL DEFAULT '',
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, goal_id) REFERENCES goals (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX goal_ticks_by_goal ON goal_ticks (user_id, goal_id, date);

-- A period with this date in it neither breaks a run nor counts as missed.
CREATE TABLE goal_skips (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  goal_id TEXT NOT NULL,
  date TEXT NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  seq INTEGER NOT NULL,
  PRIMARY KEY (user_id, goal_id, date),
  FOREIGN KEY (user_id, goal_id) REFERENCES goals (user_id, id)
) STRICT, WITHOUT ROWID;

-- The local day on which a chunk was finished, for goals that count chunks.
ALTER TABLE plan_chunks ADD COLUMN completed_on TEXT;
