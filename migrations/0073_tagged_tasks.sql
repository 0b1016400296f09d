-- Most tasks have no tags, and the list of tags read them all.
CREATE INDEX tasks_tagged ON tasks (user_id, tags) WHERE tags <> '[]' AND deleted_at IS NULL;
