DROP TRIGGER organizations_insert_search;

DROP TRIGGER organizations_update_search_out;

DROP TRIGGER organizations_update_search_in;

DROP TRIGGER organizations_delete_search;

DROP TRIGGER people_insert_search;

DROP TRIGGER people_update_search_out;

DROP TRIGGER people_update_search_in;

DROP TRIGGER people_delete_search;
