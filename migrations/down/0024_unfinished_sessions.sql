DROP INDEX sessions_unfinished;

CREATE INDEX sessions_unfinished ON sessions (user_id) WHERE status <> 'completed' AND deleted_at IS NULL;
