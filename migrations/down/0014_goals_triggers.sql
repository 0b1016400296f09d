DROP TRIGGER goal_milestones_update_search;
DROP TRIGGER goal_milestones_insert_search;
DROP TRIGGER goals_update_search;
DROP TRIGGER goals_insert_search;
