-- The markdown of a plan before its last edit, which Undo brings back while no later edit came.
CREATE TABLE plan_undos (
  user_id TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (user_id, plan_id),
  FOREIGN KEY (user_id, plan_id) REFERENCES plans (user_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
