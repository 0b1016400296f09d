DROP TABLE removed_categories;
DROP TABLE goal_former_parents;
DROP TABLE goal_targets;
DROP TABLE goal_milestones;
DROP TABLE goals;
