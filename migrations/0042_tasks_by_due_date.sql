-- Every open task with a due date is found by it, with people or without. Those with people stay in the index without one,
-- as their list goes on to them.
DROP INDEX tasks_due;

CREATE INDEX tasks_due ON tasks (user_id, due_key) WHERE (owner IS NOT NULL OR due_date IS NOT NULL) AND status IN ('todo', 'in_progress') AND deleted_at IS NULL;
