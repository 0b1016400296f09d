DROP TRIGGER plans_delete_search;
DROP TRIGGER plans_update_search_in;
DROP TRIGGER plans_update_search_out;
DROP TRIGGER plans_insert_search;
