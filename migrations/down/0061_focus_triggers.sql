DROP TRIGGER sessions_update_focus;
DROP TRIGGER sessions_insert_focus;
