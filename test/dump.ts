import { env } from 'cloudflare:workers'

/** The tables in which a person has rows, and the columns that tell one from another. */
const tables = {
  goals: 'id',
  projects: 'id',
  imports: 'id',
  sessions: 'id',
  session_days: 'subject, date, session_id',
  daily_stats: 'subject, date',
  monthly_stats: 'subject, month',
  total_stats: 'subject',
  change_heads: 'user_id',
}

/** Everything that a person has, as text: the same text means that nothing was changed. */
export const dump = async (userId: string) => {
  const found = await env.DB.batch([
    ...Object.entries(tables).map(([table, order]) =>
      env.DB.prepare(`SELECT * FROM ${table} WHERE user_id = ? ORDER BY ${order}`).bind(userId),
    ),
    env.DB.prepare('SELECT * FROM users WHERE id = ?').bind(userId),
  ])
  return JSON.stringify(found.map(({ results }) => results))
}
