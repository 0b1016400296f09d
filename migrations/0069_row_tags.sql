-- Tags of rows that are not deleted, of every kind but sessions, whose tags the ledger has. date is the local day by
-- which a kind lists its rows, empty without one.
CREATE TABLE row_tags (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  kind TEXT NOT NULL,
  date TEXT NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (user_id, tag, kind, date, id)
) STRICT, WITHOUT ROWID;

-- How many rows of each kind have a tag, so that the list of tags reads no rows.
CREATE TABLE tag_counts (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  kind TEXT NOT NULL,
  row_count INTEGER NOT NULL,
  PRIMARY KEY (user_id, tag, kind)
) STRICT, WITHOUT ROWID;

CREATE INDEX tag_counts_by_letters ON tag_counts (user_id, tag COLLATE NOCASE, tag);

DROP TRIGGER learnings_insert_tags;

DROP TRIGGER learnings_update_tags_out;

DROP TRIGGER learnings_update_tags_in;

DROP TRIGGER learnings_delete_tags;

DROP TABLE learning_tags;
