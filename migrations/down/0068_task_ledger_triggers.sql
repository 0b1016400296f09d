DROP TRIGGER sessions_insert_ledger;
DROP TRIGGER sessions_update_ledger_out;
DROP TRIGGER sessions_update_ledger_in;
DROP TRIGGER sessions_delete_ledger;
DROP TRIGGER sessions_insert_edits;
DROP TRIGGER sessions_update_edits;
DROP TRIGGER sessions_delete_edits;
