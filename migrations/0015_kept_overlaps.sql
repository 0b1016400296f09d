-- Pairs of sessions whose overlap a person chose to keep, so that it is not asked about again (decision 0031).
CREATE TABLE kept_overlaps (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  one TEXT NOT NULL,
  other TEXT NOT NULL,
  PRIMARY KEY (user_id, one, other),
  FOREIGN KEY (user_id, one) REFERENCES sessions (user_id, id) ON DELETE CASCADE,
  FOREIGN KEY (user_id, other) REFERENCES sessions (user_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX kept_overlaps_by_other ON kept_overlaps (user_id, other);
