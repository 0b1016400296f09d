-- Lists of unfinished sessions go by id. Without it in the index SQLite reads all sessions of a person for each.
DROP INDEX sessions_unfinished;

CREATE INDEX sessions_unfinished ON sessions (user_id, id) WHERE status <> 'completed' AND deleted_at IS NULL;
