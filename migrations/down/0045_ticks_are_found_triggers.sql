DROP TRIGGER goal_ticks_delete_search;
DROP TRIGGER goal_ticks_update_search;
DROP TRIGGER goal_ticks_insert_search;
