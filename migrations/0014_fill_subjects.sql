-- Fills in the new subjects for sessions that already exist. The triggers on the ledger sum them up.
INSERT INTO session_days (user_id, subject, date, session_id, seconds, starts)
SELECT sessions.user_id, 'pr:' || lower(repo_owner) || '/' || lower(repo_name) || '#' || pr_number, day.value ->> 0,
  sessions.id, day.value ->> 1, day.key = 0
FROM sessions, json_each(sessions.days) AS day
WHERE sessions.status = 'completed' AND sessions.deleted_at IS NULL AND repo_owner IS NOT NULL AND repo_name IS NOT NULL
  AND pr_number IS NOT NULL;

INSERT INTO session_days (user_id, subject, date, session_id, seconds, starts)
SELECT sessions.user_id, 'tag:none', day.value ->> 0, sessions.id, day.value ->> 1, day.key = 0
FROM sessions, json_each(sessions.days) AS day
WHERE sessions.status = 'completed' AND sessions.deleted_at IS NULL AND sessions.tags = '[]';

INSERT INTO session_days (user_id, subject, date, session_id, seconds, starts)
SELECT DISTINCT sessions.user_id, 'tag:#' || tag.value, day.value ->> 0, sessions.id, day.value ->> 1, day.key = 0
FROM sessions, json_each(sessions.days) AS day, json_each(sessions.tags) AS tag
WHERE sessions.status = 'completed' AND sessions.deleted_at IS NULL;

INSERT INTO session_days (user_id, subject, date, session_id, seconds, starts)
SELECT sessions.user_id, 'tag:several', day.value ->> 0, sessions.id,
  (day.value ->> 1) * ((SELECT count(DISTINCT value) FROM json_each(sessions.tags)) - 1), day.key = 0
FROM sessions, json_each(sessions.days) AS day
WHERE sessions.status = 'completed' AND sessions.deleted_at IS NULL
  AND (SELECT count(DISTINCT value) FROM json_each(sessions.tags)) > 1;

INSERT INTO session_days (user_id, subject, date, session_id, seconds, starts)
SELECT sessions.user_id, 'hour:' || ((strftime('%w', day.value ->> 0) + 6) % 7 + 1) || ':none', day.value ->> 0,
  sessions.id, day.value ->> 1, day.key = 0
FROM sessions, json_each(sessions.days) AS day
WHERE sessions.status = 'completed' AND sessions.deleted_at IS NULL;

INSERT INTO active_years (user_id, year, days)
WITH RECURSIVE number (day) AS (VALUES (1) UNION ALL SELECT day + 1 FROM number WHERE day < 366),
  years AS (SELECT DISTINCT user_id, substr(date, 1, 4) AS year FROM daily_stats WHERE subject = 'all' AND total_seconds > 0)
SELECT user_id, year, (
  SELECT group_concat(EXISTS (
    SELECT 1 FROM daily_stats
    WHERE daily_stats.user_id = years.user_id AND subject = 'all' AND total_seconds > 0
      AND date = date(years.year || '-01-01', '+' || (day - 1) || ' days') AND substr(date, 1, 4) = years.year), '')
  FROM (SELECT day FROM number ORDER BY day))
FROM years;
