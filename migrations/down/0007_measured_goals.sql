DROP TABLE goal_targets;
DROP TABLE goal_milestones;
