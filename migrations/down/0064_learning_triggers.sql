DROP TRIGGER learnings_insert_search;

DROP TRIGGER learnings_update_search_out;

DROP TRIGGER learnings_update_search_in;

DROP TRIGGER learnings_delete_search;

DROP TRIGGER learnings_insert_tags;

DROP TRIGGER learnings_update_tags_out;

DROP TRIGGER learnings_update_tags_in;

DROP TRIGGER learnings_delete_tags;
