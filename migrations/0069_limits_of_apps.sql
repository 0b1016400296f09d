-- A limit of use as JSON, by the schema TimeLimit of functions/apps/app-rules/schema.ts. That of an app is part of its rule, and
-- app_limits has those of a category and of everything reported.
ALTER TABLE user_apps ADD COLUMN time_limit TEXT CHECK (time_limit IS NULL OR json_valid(time_limit) AND is_whitelisted = 1);

CREATE TABLE app_limits (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  scope TEXT NOT NULL CHECK (scope = 'all' OR scope LIKE 'category:_%'),
  time_limit TEXT NOT NULL CHECK (json_valid(time_limit)),
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, scope)
) STRICT, WITHOUT ROWID;

-- over_seconds: Use beyond the limit at that time. It is forgiven, so that the requested seconds are free.
CREATE TABLE limit_extensions (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  scope TEXT NOT NULL,
  package_name TEXT NOT NULL,
  date TEXT NOT NULL,
  seconds INTEGER NOT NULL,
  over_seconds INTEGER NOT NULL DEFAULT 0,
  reason TEXT NOT NULL,
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX limit_extensions_by_date ON limit_extensions (user_id, date);

-- All that is needed to evaluate limits, so that the check reads one row. It is computed by the view limits_now.
ALTER TABLE change_heads ADD COLUMN limits TEXT CHECK (limits IS NULL OR json_valid(limits));

CREATE INDEX user_apps_limited ON user_apps (user_id, time_limit) WHERE time_limit IS NOT NULL;

CREATE VIEW limits_set AS
SELECT user_id, 'app:' || package_name AS scope, set_by, time_limit FROM user_apps WHERE time_limit IS NOT NULL
UNION ALL
SELECT user_id, scope, 'user', time_limit FROM app_limits;

-- Ten days of use reach back past the start of any week. The last date with use is the newest of them.
CREATE VIEW limits_now AS
SELECT users.id AS user_id, (
  SELECT json_object('rules', json(rules), 'used', json(used), 'more', json(more)) FROM (
    SELECT (
      SELECT json_group_array(json_array(scope, set_by, json(time_limit))) FROM (
        SELECT scope, set_by, time_limit FROM limits_set WHERE user_id = users.id ORDER BY scope, set_by)
    ) AS rules, (
      SELECT json_group_object(scope, json(days)) FROM (
        SELECT scope, (
          SELECT json_group_object(date, total) FROM (
            SELECT date, sum(total_seconds) AS total FROM (
              SELECT date, total_seconds FROM daily_usage
              WHERE limited.scope LIKE 'app:%' AND user_id = users.id AND package_name = substr(limited.scope, 5)
                AND date >= (SELECT date(max(date), '-9 days') FROM daily_usage WHERE user_id = users.id)
              UNION ALL
              SELECT date, total_seconds FROM daily_usage AS used
              WHERE limited.scope NOT LIKE 'app:%' AND user_id = users.id
                AND date >= (SELECT date(max(date), '-9 days') FROM daily_usage WHERE user_id = users.id)
                AND (limited.scope = 'all' OR EXISTS (
                  SELECT 1 FROM apps WHERE apps.package_name = used.package_name AND 'category:' || category = limited.scope)))
            GROUP BY date ORDER BY date)) AS days
        FROM (SELECT DISTINCT scope FROM limits_set WHERE user_id = users.id ORDER BY 1) AS limited)
    ) AS used, (
      SELECT json_group_object(scope, json(days)) FROM (
        SELECT scope, (
          SELECT json_group_object(date, total) FROM (
            SELECT date, sum(seconds + over_seconds) AS total FROM limit_extensions
            WHERE user_id = users.id AND scope = limited.scope
              AND date >= (SELECT date(max(date), '-9 days') FROM limit_extensions WHERE user_id = users.id)
            GROUP BY date ORDER BY date)) AS days
        FROM (SELECT DISTINCT scope FROM limits_set WHERE user_id = users.id ORDER BY 1) AS limited)
    ) AS more)
  WHERE rules <> '[]') AS limits
FROM users;

-- Subjects whose tracked time unlocks an app or lengthens a limit.
CREATE VIEW earning_subjects AS
SELECT user_id, after_subject AS subject FROM user_apps WHERE after_subject IS NOT NULL
UNION ALL
SELECT user_id, time_limit ->> '$.earns.subject' FROM user_apps WHERE time_limit IS NOT NULL AND time_limit ->> '$.earns.subject' IS NOT NULL
UNION ALL
SELECT user_id, time_limit ->> '$.earns.subject' FROM app_limits WHERE time_limit ->> '$.earns.subject' IS NOT NULL;

DROP TRIGGER session_days_insert_earned;

DROP TRIGGER session_days_delete_earned;

DROP TRIGGER projects_update_earned;

DROP TRIGGER organizations_update_earned;

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
            SELECT subject AS after_subject, subject LIKE '{"%' AND json_valid(subject) AS is_filter,
              subject LIKE '["%' AND json_valid(subject) AS is_list
            FROM earning_subjects WHERE user_id = users.id)
          ORDER BY 1) AS earning)
    ) AS days, (
      SELECT json_group_array(date) FROM (
        SELECT date FROM days_off WHERE user_id = users.id AND date >= date('now', '-9 days') ORDER BY date LIMIT 400)
    ) AS off)
  WHERE rules <> '[]' OR days <> '{}') AS earned
FROM users;
