DROP TRIGGER cards_insert_count;

DROP TRIGGER cards_update_count_out;

DROP TRIGGER cards_update_count_in;

DROP TRIGGER cards_delete_count;

DROP TRIGGER card_reviews_insert_day;

DROP TRIGGER card_reviews_update_day;

DROP TRIGGER card_reviews_delete_day;
