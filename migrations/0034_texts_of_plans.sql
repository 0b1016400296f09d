-- The markdown of a plan before each of its last edits, by the version that the edit made: Undo brings back the last one,
-- and an edit of any of them is merged with what was changed since. content_seq is the version that the text is.
-- moved: Sessions and cards that a merge of two chunks moved, as JSON, so that its Undo moves them back.
CREATE TABLE plan_texts (
  user_id TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  content_seq INTEGER,
  moved TEXT CHECK (moved IS NULL OR json_valid(moved)),
  content TEXT NOT NULL,
  PRIMARY KEY (user_id, plan_id, seq),
  FOREIGN KEY (user_id, plan_id) REFERENCES plans (user_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

INSERT INTO plan_texts (user_id, plan_id, seq, content_seq, moved, content)
SELECT user_id, plan_id, seq, content_seq, moved, content FROM plan_undos;

DROP TABLE plan_undos;
