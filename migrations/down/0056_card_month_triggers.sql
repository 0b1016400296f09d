DROP TRIGGER cards_insert_count;

DROP TRIGGER cards_update_count_out;

DROP TRIGGER cards_update_count_in;

DROP TRIGGER cards_delete_count;
