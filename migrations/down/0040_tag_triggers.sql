DROP TRIGGER sessions_insert_tags;
DROP TRIGGER sessions_update_tags_out;
DROP TRIGGER sessions_update_tags_in;
