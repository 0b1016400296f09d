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

CREATE TRIGGER session_days_insert_earned AFTER INSERT ON session_days WHEN EXISTS (SELECT 1 FROM user_apps WHERE user_id = NEW.user_id AND after_subject IS NOT NULL) AND (SELECT count(*) FROM (SELECT 1 FROM day_totals WHERE user_id = NEW.user_id AND date > NEW.date LIMIT 40)) < 40 BEGIN UPDATE change_heads SET earned = (SELECT earned FROM earned_now WHERE user_id = NEW.user_id) WHERE user_id = NEW.user_id; END;

CREATE TRIGGER session_days_delete_earned AFTER DELETE ON session_days WHEN EXISTS (SELECT 1 FROM user_apps WHERE user_id = OLD.user_id AND after_subject IS NOT NULL) AND (SELECT count(*) FROM (SELECT 1 FROM day_totals WHERE user_id = OLD.user_id AND date > OLD.date LIMIT 40)) < 40 BEGIN UPDATE change_heads SET earned = (SELECT earned FROM earned_now WHERE user_id = OLD.user_id) WHERE user_id = OLD.user_id; END;

CREATE TRIGGER projects_update_earned AFTER UPDATE OF organization_id, classification ON projects WHEN (OLD.organization_id IS NOT NEW.organization_id OR OLD.classification IS NOT NEW.classification) AND EXISTS (SELECT 1 FROM user_apps WHERE user_id = NEW.user_id AND after_subject IS NOT NULL) BEGIN UPDATE change_heads SET earned = (SELECT earned FROM earned_now WHERE user_id = NEW.user_id) WHERE user_id = NEW.user_id; END;

CREATE TRIGGER organizations_update_earned AFTER UPDATE OF deleted_at ON organizations WHEN OLD.deleted_at IS NOT NEW.deleted_at AND EXISTS (SELECT 1 FROM user_apps WHERE user_id = NEW.user_id AND after_subject IS NOT NULL) BEGIN UPDATE change_heads SET earned = (SELECT earned FROM earned_now WHERE user_id = NEW.user_id) WHERE user_id = NEW.user_id; END;

DROP VIEW earning_subjects;

DROP VIEW limits_now;

DROP VIEW limits_set;

DROP INDEX user_apps_limited;

UPDATE change_heads SET earned = (SELECT earned FROM earned_now WHERE earned_now.user_id = change_heads.user_id) WHERE limits IS NOT NULL;

ALTER TABLE change_heads DROP COLUMN limits;

DROP TABLE limit_extensions;

DROP TABLE app_limits;

ALTER TABLE user_apps DROP COLUMN time_limit;
