DROP TRIGGER views_update_search;
DROP TRIGGER views_insert_search;
