-- Fills the ledger for sessions from before the triggers, also when a rollback is followed by a migration.
INSERT INTO session_days (user_id, subject, date, session_id, seconds, starts)
SELECT sessions.user_id, subject.value, day.value ->> 0, sessions.id, day.value ->> 1, day.key = 0
FROM sessions,
  json_each(sessions.days) AS day,
  json_each(json_array('all', coalesce('project:' || project_id, 'project:none'),
    coalesce('goal:' || goal_id, 'goal:none'), 'plan:' || plan_id, 'repo:' || lower(repo_owner) || '/' || lower(repo_name))) AS subject
WHERE sessions.status = 'completed' AND sessions.deleted_at IS NULL AND subject.value IS NOT NULL;
