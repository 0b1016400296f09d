DROP TABLE goal_former_parents;
ALTER TABLE goal_milestones DROP COLUMN completed_on;
ALTER TABLE goals DROP COLUMN completed_on;
ALTER TABLE goals DROP COLUMN created_on;
ALTER TABLE users DROP COLUMN latest_day;
