DROP TRIGGER projects_update_search;
DROP TRIGGER projects_insert_search;
DROP TRIGGER organizations_update_search;
DROP TRIGGER organizations_insert_search;
