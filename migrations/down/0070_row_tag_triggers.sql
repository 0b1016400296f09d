DROP TRIGGER row_tags_insert_count;

DROP TRIGGER row_tags_delete_count;

DROP TRIGGER tag_counts_empty;

DROP TRIGGER plans_insert_tags;

DROP TRIGGER plans_update_tags_out;

DROP TRIGGER plans_update_tags_in;

DROP TRIGGER plans_delete_tags;

DROP TRIGGER cards_insert_tags;

DROP TRIGGER cards_update_tags_out;

DROP TRIGGER cards_update_tags_in;

DROP TRIGGER cards_delete_tags;

DROP TRIGGER learnings_insert_tags;

DROP TRIGGER learnings_update_tags_out;

DROP TRIGGER learnings_update_tags_in;

DROP TRIGGER learnings_delete_tags;
