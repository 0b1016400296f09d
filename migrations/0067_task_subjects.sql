-- Time on a task counts under a subject of its own, too. Triggers follow in 0068.
DROP TRIGGER sessions_insert_ledger;

DROP TRIGGER sessions_update_ledger_out;

DROP TRIGGER sessions_update_ledger_in;

DROP TRIGGER sessions_delete_ledger;

DROP TRIGGER sessions_insert_edits;

DROP TRIGGER sessions_update_edits;

DROP TRIGGER sessions_delete_edits;

INSERT INTO session_days (user_id, subject, date, session_id, seconds, starts)
SELECT sessions.user_id, 'task:' || task_id, day.value ->> 0, sessions.id, day.value ->> 1, day.key = 0
FROM sessions CROSS JOIN json_each(sessions.days) AS day
WHERE task_id IS NOT NULL AND status = 'completed' AND deleted_at IS NULL AND planned_until IS NULL;
