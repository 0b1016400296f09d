DROP TRIGGER action_items_update_search;
DROP TRIGGER action_items_insert_search;
DROP TRIGGER tasks_moved_back;
DROP TRIGGER tasks_carried;
DROP TRIGGER tasks_restore_action_items;
DROP TRIGGER tasks_update_action_items;
DROP TRIGGER tasks_update_search;
DROP TRIGGER tasks_insert_search;
