DELETE FROM active_years;
DELETE FROM session_days WHERE substr(subject, 1, 5) = 'hour:' OR substr(subject, 1, 4) = 'tag:' OR substr(subject, 1, 3) = 'pr:';
