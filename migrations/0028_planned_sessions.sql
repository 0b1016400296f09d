-- When a session of the future will be over, in epoch ms. Until then it is planned and counts nowhere. Null for all that
-- count.
ALTER TABLE sessions ADD COLUMN planned_until INTEGER;

CREATE INDEX sessions_planned ON sessions (user_id, planned_until) WHERE planned_until IS NOT NULL AND deleted_at IS NULL;

-- The earliest of them, so that a request knows without reading sessions when one is due.
ALTER TABLE users ADD COLUMN next_planned_at INTEGER;

DROP TRIGGER sessions_insert_ledger;

DROP TRIGGER sessions_update_ledger_out;

DROP TRIGGER sessions_update_ledger_in;

DROP TRIGGER sessions_delete_ledger;

DROP TRIGGER sessions_insert_ledger_tags;

DROP TRIGGER sessions_update_ledger_tags_out;

DROP TRIGGER sessions_update_ledger_tags_in;

DROP TRIGGER sessions_delete_ledger_tags;

DROP TRIGGER sessions_insert_ledger_hours;

DROP TRIGGER sessions_update_ledger_hours_out;

DROP TRIGGER sessions_update_ledger_hours_in;

DROP TRIGGER sessions_delete_ledger_hours;

DROP TRIGGER sessions_insert_edits;

DROP TRIGGER sessions_update_edits;

DROP TRIGGER sessions_delete_edits;
