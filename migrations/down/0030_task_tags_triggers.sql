DROP TRIGGER tasks_update_search;

DROP TRIGGER tasks_insert_search;
