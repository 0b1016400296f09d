-- Saved views: a name for what a page shows. query: the parameters of its address, a period by its name.
-- version: how the query is written. is_default: the view that its page opens with.
CREATE TABLE views (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  page TEXT NOT NULL CHECK (page IN ('sessions', 'stats', 'week', 'report')),
  query TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  is_default INTEGER NOT NULL DEFAULT 0 CHECK (is_default IN (0, 1)),
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  PRIMARY KEY (user_id, id)
) STRICT, WITHOUT ROWID;
