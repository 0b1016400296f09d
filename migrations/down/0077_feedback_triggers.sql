DROP TRIGGER feedback_insert_search;

DROP TRIGGER feedback_update_search_out;

DROP TRIGGER feedback_update_search_in;

DROP TRIGGER feedback_delete_search;

DROP TRIGGER feedback_insert_tags;

DROP TRIGGER feedback_update_tags_out;

DROP TRIGGER feedback_update_tags_in;

DROP TRIGGER feedback_delete_tags;
