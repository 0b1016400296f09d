DROP TRIGGER feedback_update_search;
DROP TRIGGER feedback_insert_search;
DROP TRIGGER meetings_update_search;
DROP TRIGGER meetings_insert_search;
DROP TRIGGER people_update_search;
DROP TRIGGER people_insert_search;
