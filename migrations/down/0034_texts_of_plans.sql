CREATE TABLE plan_undos (
  user_id TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  content TEXT NOT NULL,
  moved TEXT CHECK (moved IS NULL OR json_valid(moved)),
  content_seq INTEGER,
  PRIMARY KEY (user_id, plan_id),
  FOREIGN KEY (user_id, plan_id) REFERENCES plans (user_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

INSERT INTO plan_undos (user_id, plan_id, seq, content, moved, content_seq)
SELECT user_id, plan_id, seq, content, moved, content_seq FROM plan_texts
WHERE (user_id, plan_id, seq) IN (SELECT user_id, plan_id, max(seq) FROM plan_texts GROUP BY user_id, plan_id);

DROP TABLE plan_texts;
