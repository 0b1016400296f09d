import { env } from 'cloudflare:workers'
import { rows } from './client'

/**
 * The tables in which a person has rows, but for their sign-ins, which the reading itself may prolong, and the documents
 * of the search, whose numbers say nothing.
 */
const tables = async () =>
  rows<{ name: string }>(`
    SELECT name FROM sqlite_master
    WHERE type = 'table' AND sql LIKE '%user_id%' AND name NOT IN ('web_sessions', 'program_sessions', 'users', 'search_documents')
    ORDER BY name`)

/** Everything that a person has, as text: the same text means that nothing was changed. */
export const dump = async (userId: string) => {
  const found = await env.DB.batch([
    ...(await tables()).map(({ name }) =>
      env.DB.prepare(`SELECT * FROM "${name}" WHERE user_id = ? ORDER BY 1, 2, 3`).bind(userId),
    ),
    env.DB.prepare(
      'SELECT user_id, kind, id, title, notes, tags FROM search_documents WHERE user_id = ? ORDER BY 1, 2, 3',
    ).bind(userId),
    env.DB.prepare('SELECT * FROM users WHERE id = ?').bind(userId),
  ])
  return JSON.stringify(found.map(({ results }) => results))
}
