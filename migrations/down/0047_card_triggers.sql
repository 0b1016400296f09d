DROP TRIGGER cards_insert_search;

DROP TRIGGER cards_update_search_out;

DROP TRIGGER cards_update_search_in;

DROP TRIGGER cards_delete_search;

DROP TRIGGER plans_switch_scheduler;
