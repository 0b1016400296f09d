DROP TRIGGER skills_insert_search;

DROP TRIGGER skills_update_search_out;

DROP TRIGGER skills_update_search_in;

DROP TRIGGER skills_delete_search;
