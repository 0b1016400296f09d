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

CREATE INDEX cards_of_plan ON cards (user_id, plan_id, id) WHERE deleted_at IS NULL;
