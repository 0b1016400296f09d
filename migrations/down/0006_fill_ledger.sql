DELETE FROM session_days;
