-- A rule may name a filter, as JSON of its groups: time counts that has any of each group in all, and none of none. Each part
-- of it is 0 or 1, for out, and its subjects.
DROP VIEW earned_now;

CREATE VIEW earned_now AS
SELECT users.id AS user_id, (
  SELECT json_object('rules', json(rules), 'days', json(days), 'off', json(off)) FROM (
    SELECT (
      SELECT json_group_array(json_array(package_name, set_by, after_subject, after_seconds, after_period)) FROM (
        SELECT package_name, set_by, after_subject, after_seconds, after_period FROM user_apps
        WHERE user_id = users.id AND after_subject IS NOT NULL ORDER BY package_name, set_by)
    ) AS rules, (
      SELECT json_group_object(subject, json(days)) FROM (
        SELECT subject, (
          SELECT json_group_object(date, total) FROM (
            SELECT f.date, sum(f.seconds) AS total
            FROM session_days AS f
            WHERE f.user_id = users.id
              AND f.date >= coalesce((SELECT date FROM day_totals WHERE user_id = users.id ORDER BY date DESC LIMIT 1 OFFSET 39), '')
              AND NOT EXISTS (SELECT 1 FROM json_each(earning.parts) AS part WHERE part.value ->> 0 = EXISTS (
                SELECT 1 FROM json_each(part.value, '$[1]') AS one
                WHERE one.value IN ('all', 'project:' || coalesce(f.project_id, 'none'), 'goal:' || coalesce(f.goal_id, 'none'),
                    'plan:' || f.plan_id, 'chunk:' || f.plan_id || '/' || f.chunk_id, 'task:' || f.task_id, 'repo:' || f.repo)
                  OR one.value = 'classification:learning' AND f.plan_id IS NOT NULL
                  OR one.value IN (
                    SELECT 'tag:#' || tag.value FROM sessions, json_each(sessions.tags) AS tag
                    WHERE sessions.user_id = users.id AND sessions.id = f.session_id)
                  OR one.value IN (
                    SELECT 'classification:' || classification FROM projects
                    WHERE projects.user_id = users.id AND projects.id = f.project_id)
                  OR one.value IN (
                    SELECT 'organization:' || organizations.id
                    FROM projects JOIN organizations ON organizations.user_id = projects.user_id
                      AND organizations.id = projects.organization_id AND organizations.deleted_at IS NULL
                    WHERE projects.user_id = users.id AND projects.id = f.project_id)))
            GROUP BY f.date ORDER BY f.date)) AS days
        FROM (
          SELECT DISTINCT after_subject AS subject, (
            SELECT json_group_array(json(part)) FROM (
              SELECT json_array(0, json(value)) AS part FROM json_each(iif(is_filter, after_subject, '{}'), '$.all')
              UNION ALL SELECT json_array(1, json(after_subject ->> '$.none')) WHERE is_filter
              UNION ALL SELECT json_array(0, iif(is_list, json(after_subject), json_array(after_subject))) WHERE NOT is_filter)
          ) AS parts
          FROM (
            SELECT after_subject, after_subject LIKE '{"%' AND json_valid(after_subject) AS is_filter,
              after_subject LIKE '["%' AND json_valid(after_subject) AS is_list
            FROM user_apps WHERE user_id = users.id AND after_subject IS NOT NULL)
          ORDER BY 1) AS earning)
    ) AS days, (
      SELECT json_group_array(date) FROM (
        SELECT date FROM days_off WHERE user_id = users.id AND date >= date('now', '-9 days') ORDER BY date LIMIT 400)
    ) AS off)
  WHERE rules <> '[]') AS earned
FROM users;
