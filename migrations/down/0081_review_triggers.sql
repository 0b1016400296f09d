DROP TRIGGER reviews_insert_search;

DROP TRIGGER reviews_update_search_out;

DROP TRIGGER reviews_update_search_in;

DROP TRIGGER reviews_delete_search;

DROP TRIGGER evidence_drafts_insert_search;

DROP TRIGGER evidence_drafts_update_search_out;

DROP TRIGGER evidence_drafts_update_search_in;

DROP TRIGGER evidence_drafts_delete_search;

DROP TRIGGER tasks_carried;

DROP TRIGGER tasks_moved_back;
