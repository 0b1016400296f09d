DROP INDEX skill_progress_by_date;

DROP INDEX goal_milestones_completed;

DROP INDEX goals_by_target;

DROP INDEX goals_completed;

DROP TABLE task_carries;

DROP INDEX tasks_cancelled;

DROP INDEX tasks_by_date;

ALTER TABLE tasks DROP COLUMN cancelled_on;

DROP TABLE evidence_drafts;

DROP TABLE reviews;
