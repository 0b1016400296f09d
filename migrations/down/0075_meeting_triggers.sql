DROP TRIGGER meetings_insert_search;

DROP TRIGGER meetings_update_search_out;

DROP TRIGGER meetings_update_search_in;

DROP TRIGGER meetings_delete_search;

DROP TRIGGER meetings_insert_people;

DROP TRIGGER meetings_update_people_out;

DROP TRIGGER meetings_update_people_in;

DROP TRIGGER meetings_delete_people;
