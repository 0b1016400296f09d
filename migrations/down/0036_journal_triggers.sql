DROP TRIGGER sessions_insert_edits;
DROP TRIGGER sessions_update_edits;
DROP TRIGGER sessions_delete_edits;
