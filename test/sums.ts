import { env } from 'cloudflare:workers'

/** Each table that follows from others, and what it must hold: `?1` is the person. */
const follows = {
  session_days: [
    'SELECT subject, date, session_id, seconds, starts FROM session_days WHERE user_id = ?1 ORDER BY 1, 2, 3',
    `SELECT subject.value AS subject, day.value ->> 0 AS date, sessions.id AS session_id, day.value ->> 1 AS seconds,
       day.key = 0 AS starts
     FROM sessions, json_each(sessions.days) AS day,
       json_each(json_array('all', 'project:' || coalesce(project_id, 'none'), 'goal:' || coalesce(goal_id, 'none'))) AS subject
     WHERE user_id = ?1 AND status = 'completed' AND deleted_at IS NULL ORDER BY 1, 2, 3`,
  ],
  daily_stats: [
    'SELECT subject, date, total_seconds, session_count FROM daily_stats WHERE user_id = ?1 ORDER BY 1, 2',
    `SELECT subject, date, sum(seconds) AS total_seconds, sum(starts) AS session_count
     FROM session_days WHERE user_id = ?1 GROUP BY 1, 2 ORDER BY 1, 2`,
  ],
  monthly_stats: [
    'SELECT subject, month, total_seconds, session_count FROM monthly_stats WHERE user_id = ?1 ORDER BY 1, 2',
    `SELECT subject, substr(date, 1, 7) AS month, sum(seconds) AS total_seconds, sum(starts) AS session_count
     FROM session_days WHERE user_id = ?1 GROUP BY 1, 2 ORDER BY 1, 2`,
  ],
  total_stats: [
    'SELECT subject, total_seconds, session_count FROM total_stats WHERE user_id = ?1 ORDER BY 1',
    `SELECT subject, sum(seconds) AS total_seconds, sum(starts) AS session_count
     FROM session_days WHERE user_id = ?1 GROUP BY 1 ORDER BY 1`,
  ],
  session_tags: [
    'SELECT tag, session_id FROM session_tags WHERE user_id = ?1 ORDER BY 1, 2',
    `SELECT DISTINCT value AS tag, sessions.id AS session_id FROM sessions, json_each(sessions.tags)
     WHERE user_id = ?1 AND deleted_at IS NULL ORDER BY 1, 2`,
  ],
  tag_stats: [
    'SELECT tag, session_count FROM tag_stats WHERE user_id = ?1 ORDER BY 1',
    'SELECT tag, count(*) AS session_count FROM session_tags WHERE user_id = ?1 GROUP BY 1 ORDER BY 1',
  ],
} as const

const unequalDurations = `SELECT id FROM sessions
  WHERE user_id = ?1 AND deleted_at IS NULL AND duration_seconds IS NOT (
    SELECT total(seconds) FROM session_days WHERE user_id = ?1 AND subject = 'all' AND session_id = sessions.id)`

/** What the ledger, the sums of it and the counts of tags must be for a person, and are not. */
export const wrongSums = async (userId: string) => {
  const queries = [unequalDurations, ...Object.values(follows).flat()]
  const found = await env.DB.batch(queries.map((query) => env.DB.prepare(query).bind(userId)))
  const [durations = [], ...tables] = found.map(({ results }) => results)
  const unequal = Object.keys(follows).flatMap((table, index) => {
    const [kept, right] = [tables[2 * index], tables[2 * index + 1]]
    return JSON.stringify(kept) === JSON.stringify(right) ? [] : [{ table, kept, right }]
  })
  return [...durations, ...unequal]
}
