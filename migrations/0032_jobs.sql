-- A long write that is done in steps (decision 0052). position and total count what records names, such as sessions
-- imported. undo is the path whose POST takes back what is done. work is for the kind of the job.
CREATE TABLE jobs (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  records TEXT NOT NULL,
  message TEXT NOT NULL,
  page TEXT NOT NULL,
  undo TEXT,
  work TEXT NOT NULL CHECK (json_valid(work)),
  position INTEGER NOT NULL DEFAULT 0,
  total INTEGER NOT NULL,
  skipped INTEGER NOT NULL DEFAULT 0,
  seq INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  finished_at INTEGER,
  cancelled_at INTEGER,
  PRIMARY KEY (user_id, id)
) STRICT, WITHOUT ROWID;

-- A person has one unfinished job at most.
CREATE UNIQUE INDEX jobs_unfinished ON jobs (user_id) WHERE finished_at IS NULL;

-- The records of one step each, where they are planned ahead. A step deletes its part.
CREATE TABLE job_parts (
  user_id TEXT NOT NULL,
  job_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  records TEXT NOT NULL CHECK (json_valid(records)),
  PRIMARY KEY (user_id, job_id, number),
  FOREIGN KEY (user_id, job_id) REFERENCES jobs (user_id, id) ON DELETE CASCADE
) STRICT;
