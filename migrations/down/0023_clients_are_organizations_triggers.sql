DROP TRIGGER projects_update_search;
DROP TRIGGER projects_insert_search;
