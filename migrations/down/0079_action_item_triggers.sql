DROP TRIGGER action_items_insert_search;

DROP TRIGGER action_items_update_search_out;

DROP TRIGGER action_items_update_search_in;

DROP TRIGGER action_items_delete_search;

DROP TRIGGER tasks_update_action_items;

DROP TRIGGER tasks_restore_action_items;
