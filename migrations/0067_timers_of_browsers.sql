-- The session that this browser started last: what it did without a network is about that one, whatever runs by then.
ALTER TABLE web_sessions ADD COLUMN timer_id TEXT;
