import { env } from 'cloudflare:workers'
import { kindEntries } from '../../../functions/lib/kinds'

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

/** SELECT of the rows of all kinds that a search finds. */
const searchedRows = kindEntries
  .map(
    ([
      kind,
      {
        table,
        search: { isOptional, title, notes, tags },
      },
    ]) => {
      const texts = [title, notes ?? [], tags ?? []].flat()
      const hasWords = isOptional ? `concat(${texts.join(', ')}) NOT IN ('', '[]')` : 'true'
      return `SELECT '${kind}' AS kind, id FROM ${table} WHERE user_id = ?1 AND deleted_at IS NULL AND ${hasWords}`
    },
  )
  .reduce((all, one) => `SELECT * FROM (${all}) UNION ALL ${one}`)

/** Each derived table with queries of its rows and of the expected ones; `?1` is the person. */
const follows = {
  search_documents: [
    'SELECT kind, id FROM search_documents WHERE user_id = ?1 ORDER BY 1, 2',
    `${searchedRows} UNION ALL SELECT 'tick', id FROM goal_ticks WHERE user_id = ?1 AND note <> '' ORDER BY 1, 2`,
  ],
  session_days: [
    `SELECT date, session_id, seconds, starts, project_id, goal_id, plan_id, chunk_id, task_id, repo, pr_number, hours
     FROM session_days WHERE user_id = ?1 ORDER BY 1, 2`,
    `SELECT day.value ->> 0 AS date, sessions.id AS session_id, day.value ->> 1 AS seconds, day.key = 0 AS starts,
       project_id, goal_id, plan_id, chunk_id, task_id, lower(repo_owner || '/' || repo_name) AS repo, pr_number,
       iif(hours IS NULL, NULL, (
         SELECT json_group_array(CAST(strftime('%u', hour.value ->> 0)
           || substr('0' || (hour.value ->> 1), -2) || substr('0000' || (hour.value ->> 2), -5) AS INTEGER))
         FROM json_each(sessions.hours) AS hour WHERE hour.value ->> 0 = day.value ->> 0)) AS hours
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
  daily_usage: [
    'SELECT package_name, date, total_seconds, event_count FROM daily_usage WHERE user_id = ?1 ORDER BY 1, 2',
    `SELECT package_name, day.value ->> 0 AS date, sum(day.value ->> 1) AS total_seconds, sum(day.key = 0) AS event_count
     FROM app_usage, json_each(days) AS day WHERE user_id = ?1 GROUP BY 1, 2 ORDER BY 1, 2`,
  ],
  used_apps: [
    'SELECT package_name, last_date FROM used_apps WHERE user_id = ?1 ORDER BY 1',
    'SELECT package_name, max(date) AS last_date FROM daily_usage WHERE user_id = ?1 GROUP BY 1 ORDER BY 1',
  ],
} as const

/** Query of sessions whose stored hours differ from their days. */
const unequalHours = `SELECT id, days, hours FROM sessions
  WHERE user_id = ?1 AND deleted_at IS NULL AND hours IS NOT NULL AND days IS NOT (
    SELECT json_group_array(json_array(date, seconds)) FROM (
      SELECT value ->> 0 AS date, sum(value ->> 2) AS seconds FROM json_each(hours) GROUP BY 1 ORDER BY 1))`

const unequalDurations = `SELECT id FROM sessions
  WHERE user_id = ?1 AND deleted_at IS NULL AND status = 'completed' AND planned_until IS NULL AND duration_seconds IS NOT (
    SELECT total(seconds) FROM session_days WHERE user_id = ?1 AND session_id = sessions.id)`

/** Derived rows of search, ledger, sums and app use that differ from a person's own rows. */
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
