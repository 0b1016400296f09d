DROP TRIGGER tasks_insert_search;

DROP TRIGGER tasks_update_search_out;

DROP TRIGGER tasks_update_search_in;

DROP TRIGGER tasks_delete_search;
