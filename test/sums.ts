import { env } from 'cloudflare:workers'

/** Table of each fact under each subject that names it, but for hours. */
const subjectFacts = `(
  SELECT f.user_id, subject.value AS subject, date, session_id, seconds, starts
  FROM session_days AS f, json_each(json_array('all', 'project:' || coalesce(project_id, 'none'),
    'goal:' || coalesce(goal_id, 'none'), 'plan:' || plan_id, 'chunk:' || plan_id || '/' || chunk_id,
    'task:' || task_id, 'repo:' || repo, 'pr:' || repo || '#' || pr_number)) AS subject
  WHERE subject.value IS NOT NULL
  UNION ALL
  SELECT f.user_id, coalesce('tag:#' || tag, 'tag:none'), date, f.session_id, seconds, starts
  FROM session_days AS f LEFT JOIN session_tags USING (user_id, session_id))`

/** Table of the sums of each subject by day. */
export const subjectDays = `(
  SELECT user_id, subject, date, sum(seconds) AS total_seconds, sum(starts) AS session_count
  FROM ${subjectFacts} GROUP BY 1, 2, 3)`

/** Table of the sums of each subject. */
export const subjectTotals = `(
  SELECT user_id, subject, sum(seconds) AS total_seconds, sum(starts) AS session_count
  FROM ${subjectFacts} GROUP BY 1, 2)`

/** Each derived table, with its rows and those that it must have; `?1` is the person. */
const follows = {
  card_counts: [
    `SELECT plan_id, '' AS date, new_cards AS cards FROM card_counts WHERE user_id = ?1 AND new_cards <> 0
     UNION ALL
     SELECT plan_id, key, value FROM card_counts, json_each(months) WHERE user_id = ?1
     UNION ALL
     SELECT plan_id, month.key || '-' || day.key, day.value
     FROM card_counts, json_each(days) AS month, json_each(month.value) AS day WHERE user_id = ?1
     UNION ALL
     SELECT plan_id, month.key || ' without cards', 0 FROM card_counts, json_each(days) AS month
     WHERE user_id = ?1 AND month.value = '{}'
     ORDER BY 1, 2`,
    `SELECT plan.value AS plan_id, date.value AS date, count(*) AS cards
     FROM cards, json_each(json_array('*', coalesce(plan_id, ''))) AS plan,
       json_each(iif(is_new = 1, '[""]', json_array(substr(next_review, 1, 7), next_review))) AS date
     WHERE user_id = ?1 AND suspended = 0 AND deleted_at IS NULL GROUP BY 1, 2 ORDER BY 1, 2`,
  ],
  review_days: [
    `SELECT date, again, hard, good, easy, introduced, forgotten FROM review_days
     WHERE user_id = ?1 AND again + hard + good + easy <> 0 ORDER BY 1`,
    `SELECT date, sum(rating = 1) AS again, sum(rating = 2) AS hard, sum(rating = 3) AS good, sum(rating = 4) AS easy,
       sum(is_first) AS introduced, sum(rating = 1 AND is_first = 0) AS forgotten
     FROM card_reviews WHERE user_id = ?1 GROUP BY 1 ORDER BY 1`,
  ],
  energy_sums: [
    'SELECT bucket, checkins, energy, engagement FROM energy_sums WHERE user_id = ?1 AND checkins <> 0 ORDER BY 1',
    `SELECT bucket.value AS bucket, count(*) AS checkins, sum(energy_level) AS energy, sum(engagement_level) AS engagement
     FROM energy_checkins,
       json_each(json_array('day:' || date, 'hour:' || substr('0' || hour, -2), 'weekday:' || weekday)) AS bucket
     WHERE user_id = ?1 AND deleted_at IS NULL GROUP BY 1 ORDER BY 1`,
  ],
  session_days: [
    `SELECT date, session_id, seconds, starts, project_id, goal_id, plan_id, chunk_id, task_id, repo, pr_number, hours
     FROM session_days WHERE user_id = ?1 ORDER BY 1, 2`,
    `SELECT day.value ->> 0 AS date, sessions.id AS session_id, day.value ->> 1 AS seconds, day.key = 0 AS starts,
       project_id, goal_id, plan_id, chunk_id, task_id, lower(repo_owner || '/' || repo_name) AS repo, pr_number,
       iif(hours IS NULL, NULL, (
         SELECT json_group_array(json_array(hour.value ->> 1, hour.value ->> 2)) FROM json_each(sessions.hours) AS hour
         WHERE hour.value ->> 0 = day.value ->> 0)) AS hours
     FROM sessions, json_each(sessions.days) AS day
     WHERE user_id = ?1 AND status = 'completed' AND deleted_at IS NULL AND planned_until IS NULL ORDER BY 1, 2`,
  ],
  day_totals: [
    `SELECT date, total_seconds, session_count FROM day_totals
     WHERE user_id = ?1 AND (total_seconds <> 0 OR session_count <> 0) ORDER BY 1`,
    `SELECT date, sum(seconds) AS total_seconds, sum(starts) AS session_count
     FROM session_days WHERE user_id = ?1 GROUP BY 1 ORDER BY 1`,
  ],
  session_tags: [
    'SELECT tag, session_id FROM session_tags WHERE user_id = ?1 ORDER BY 1, 2',
    `SELECT DISTINCT value AS tag, sessions.id AS session_id FROM sessions, json_each(sessions.tags)
     WHERE user_id = ?1 AND deleted_at IS NULL ORDER BY 1, 2`,
  ],
  row_tags: [
    'SELECT tag, kind, date, id FROM row_tags WHERE user_id = ?1 ORDER BY 1, 2, 3, 4',
    `SELECT DISTINCT value AS tag, kind, date, tagged.id FROM (
       SELECT 'plan' AS kind, '' AS date, id, tags FROM plans WHERE user_id = ?1 AND deleted_at IS NULL
       UNION ALL SELECT 'card', '', id, tags FROM cards WHERE user_id = ?1 AND deleted_at IS NULL
       UNION ALL SELECT 'learning', date, id, tags FROM learnings WHERE user_id = ?1 AND deleted_at IS NULL
       UNION ALL SELECT 'feedback', date, id, tags FROM feedback WHERE user_id = ?1 AND deleted_at IS NULL
     ) AS tagged, json_each(tags) ORDER BY 1, 2, 3, 4`,
  ],
  tag_counts: [
    'SELECT tag, kind, row_count FROM tag_counts WHERE user_id = ?1 ORDER BY 1, 2',
    'SELECT tag, kind, count(*) AS row_count FROM row_tags WHERE user_id = ?1 GROUP BY 1, 2 ORDER BY 1, 2',
  ],
  daily_usage: [
    'SELECT package_name, date, total_seconds, event_count FROM daily_usage WHERE user_id = ?1 ORDER BY 1, 2',
    `SELECT package_name, day.value ->> 0 AS date, sum(day.value ->> 1) AS total_seconds, sum(day.key = 0) AS event_count
     FROM app_usage, json_each(days) AS day WHERE user_id = ?1 GROUP BY 1, 2 ORDER BY 1, 2`,
  ],
  yearly_usage: [
    `SELECT year, package_name, total_seconds, json_array_length(days) AS length, (
       SELECT group_concat((key + 1) || '=' || value, ' ') FROM json_each(days) WHERE value <> 0) AS days
     FROM yearly_usage WHERE user_id = ?1 ORDER BY 1, 2`,
    `SELECT substr(date, 1, 4) AS year, package_name, sum(total_seconds) AS total_seconds, 366 AS length,
       group_concat(CAST(strftime('%j', date) AS INTEGER) || '=' || total_seconds, ' ') AS days
     FROM (SELECT package_name, date, total_seconds FROM daily_usage
       WHERE user_id = ?1 AND total_seconds > 0 ORDER BY package_name, date)
     GROUP BY 1, 2 ORDER BY 1, 2`,
  ],
  used_apps: [
    'SELECT package_name, last_date, recent_days, is_listed FROM used_apps WHERE user_id = ?1 ORDER BY 1',
    `SELECT package_name, last_date, (
       SELECT json_group_object(date, total_seconds) FROM (
         SELECT date, total_seconds FROM daily_usage WHERE user_id = ?1 AND package_name = used.package_name
           AND date BETWEEN date(last_date, '-13 days') AND last_date ORDER BY date)) AS recent_days,
       package_name IN (SELECT package_name FROM apps)
         OR package_name IN (SELECT package_name FROM user_apps WHERE user_id = ?1) AS is_listed
     FROM (SELECT package_name, max(date) AS last_date FROM daily_usage WHERE user_id = ?1 GROUP BY 1) AS used
     ORDER BY 1`,
  ],
} as const

/** Sessions whose stored hours differ from those of their days. */
const unequalHours = `SELECT id, days, hours FROM sessions
  WHERE user_id = ?1 AND deleted_at IS NULL AND hours IS NOT NULL AND days IS NOT (
    SELECT json_group_array(json_array(date, seconds)) FROM (
      SELECT value ->> 0 AS date, sum(value ->> 2) AS seconds FROM json_each(hours) GROUP BY 1 ORDER BY 1))`

const unequalDurations = `SELECT id FROM sessions
  WHERE user_id = ?1 AND deleted_at IS NULL AND status = 'completed' AND planned_until IS NULL AND duration_seconds IS NOT (
    SELECT total(seconds) FROM session_days WHERE user_id = ?1 AND session_id = sessions.id)`

/** Rows of the ledger, its sums, the use of apps and the counts of tags that differ from what a person's rows add up to. */
export const wrongSums = async (userId: string) => {
  const queries = [unequalDurations, unequalHours, ...Object.values(follows).flat()]
  const found = await env.DB.batch(queries.map((query) => env.DB.prepare(query).bind(userId)))
  const [durations = [], hours = [], ...tables] = found.map(({ results }) => results)
  const unequal = Object.keys(follows).flatMap((table, index) => {
    const [kept, right] = [tables[2 * index], tables[2 * index + 1]]
    return JSON.stringify(kept) === JSON.stringify(right) ? [] : [{ table, kept, right }]
  })
  return [...durations, ...hours, ...unequal]
}
