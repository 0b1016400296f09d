-- Sums of all time by project, goal, plan and task are read from these alone, in their order. Without them every fact of
-- a person is read and sorted: 10 ms in place of 3 for the projects of 15,000 sessions, 6 in place of 2 for their goals.
CREATE INDEX session_days_by_project ON session_days (user_id, project_id, date, seconds, starts) WHERE project_id IS NOT NULL;

CREATE INDEX session_days_by_goal ON session_days (user_id, goal_id, date, seconds, starts) WHERE goal_id IS NOT NULL;

CREATE INDEX session_days_by_plan ON session_days (user_id, plan_id, date, seconds, starts) WHERE plan_id IS NOT NULL;

CREATE INDEX session_days_by_task ON session_days (user_id, task_id, date, seconds, starts) WHERE task_id IS NOT NULL;

-- Ends are found among the facts of the days around an interval, so that a session with a project and a goal costs one
-- row more than before, not two.
DROP INDEX sessions_by_end;

CREATE INDEX tasks_dropped ON tasks (user_id, cancelled_on) WHERE cancelled_on IS NOT NULL AND deleted_at IS NULL;
