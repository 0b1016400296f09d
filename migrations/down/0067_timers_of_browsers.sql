ALTER TABLE web_sessions DROP COLUMN timer_id;
