DROP INDEX tasks_due;

CREATE INDEX tasks_due ON tasks (user_id, due_key) WHERE owner IS NOT NULL AND status IN ('todo', 'in_progress') AND deleted_at IS NULL;
