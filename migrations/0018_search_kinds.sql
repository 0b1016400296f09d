-- The table listed its kinds in a check, so that each new kind would have rebuilt it. The registry of kinds
-- (functions/lib/kinds.ts) lists them now. SQLite can neither drop a check nor rename a table that triggers name, so the
-- triggers go and come back in the next migration.
DROP TRIGGER goals_insert_search;
DROP TRIGGER goals_update_search_out;
DROP TRIGGER goals_update_search_in;
DROP TRIGGER goals_delete_search;
DROP TRIGGER goal_milestones_insert_search;
DROP TRIGGER goal_milestones_update_search_out;
DROP TRIGGER goal_milestones_update_search_in;
DROP TRIGGER goal_milestones_delete_search;
DROP TRIGGER projects_insert_search;
DROP TRIGGER projects_update_search_out;
DROP TRIGGER projects_update_search_in;
DROP TRIGGER projects_delete_search;
DROP TRIGGER sessions_insert_search;
DROP TRIGGER sessions_update_search_out;
DROP TRIGGER sessions_update_search_in;
DROP TRIGGER sessions_delete_search;

-- Documents keep their numbers, by which the index knows them.
CREATE TABLE next_search_documents (
  number INTEGER PRIMARY KEY,
  user_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  title TEXT NOT NULL,
  notes TEXT NOT NULL,
  tags TEXT NOT NULL,
  owner TEXT NOT NULL,
  UNIQUE (user_id, kind, id)
) STRICT;

INSERT INTO next_search_documents (number, user_id, kind, id, title, notes, tags, owner)
SELECT number, user_id, kind, id, title, notes, tags, owner
FROM search_documents;

DROP TABLE search_documents;

ALTER TABLE next_search_documents RENAME TO search_documents;
