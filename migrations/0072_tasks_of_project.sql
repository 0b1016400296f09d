-- The open tasks of a project by date, and its done ones by when they were done.
CREATE INDEX tasks_of_project ON tasks (user_id, project_id, completed_at, date) WHERE project_id IS NOT NULL AND deleted_at IS NULL;
