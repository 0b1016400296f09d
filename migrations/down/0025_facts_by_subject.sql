DROP INDEX tasks_dropped;

CREATE INDEX sessions_by_end ON sessions (user_id, ended_at) WHERE status = 'completed' AND deleted_at IS NULL;

DROP INDEX session_days_by_task;

DROP INDEX session_days_by_plan;

DROP INDEX session_days_by_goal;

DROP INDEX session_days_by_project;
