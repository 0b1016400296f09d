-- Categories that everybody starts with and that a person removed: no longer offered unless one of their goals has it.
CREATE TABLE removed_categories (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  category TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (user_id, category)
) STRICT, WITHOUT ROWID;
