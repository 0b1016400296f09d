-- The journal of edits is one tree, so that an edit writes one row instead of three. number goes up with each edit of a
-- person, and at never goes back, so that both are in the same order.
DROP TRIGGER sessions_insert_edits;

DROP TRIGGER sessions_update_edits;

DROP TRIGGER sessions_delete_edits;

CREATE TABLE journal (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  number INTEGER NOT NULL,
  session_id TEXT NOT NULL,
  before TEXT CHECK (before IS NULL OR json_valid(before)),
  after TEXT CHECK (after IS NULL OR json_valid(after)),
  PRIMARY KEY (user_id, at, number)
) STRICT, WITHOUT ROWID;

INSERT INTO journal (user_id, at, number, session_id, before, after) SELECT user_id, at, number, session_id, before, after FROM ledger_edits;

DROP TABLE ledger_edits;

ALTER TABLE journal RENAME TO ledger_edits;

-- No statement reads sessions by goal.
DROP INDEX sessions_by_goal;
