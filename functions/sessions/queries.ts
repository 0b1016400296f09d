import { splitDays } from '../lib/days'
import { sql } from '../lib/sql'
import type { NewSession } from './schema'

/** D1 takes bound values up to 2 MB; a statement's share of a bulk write stays well below. */
const bulkCharacters = 250_000

/** JSON arrays of the items, each at most about `bulkCharacters` long. */
export const jsonChunks = (items: unknown[]) => {
  const chunks: string[][] = []
  let room = 0
  for (const item of items) {
    const text = JSON.stringify(item)
    if (text.length > room) {
      chunks.push([])
      room = bulkCharacters
    }
    chunks.at(-1)?.push(text)
    room -= text.length
  }
  return chunks.map((chunk) => `[${chunk.join(',')}]`)
}

/**
 * Adds finished sessions, one or thousands. The ledger and the rollups follow by triggers, from the split into local
 * days that each row carries. A row whose `import_key` is there already is left out.
 */
export const addSessions = (db: D1Database, userId: string, added: NewSession[], now: number) =>
  jsonChunks(
    added.map((session) => ({ ...session, days: splitDays(session.started_at, session.duration_seconds, session) })),
  ).map(
    (chunk) => sql(db)`
      INSERT INTO sessions (user_id, id, source, project_id, goal_id, title, notes, tags, started_at, ended_at,
        duration_seconds, days, status, time_zone, day_start_minute, import_id, import_key, seq, created_at, updated_at)
      SELECT ${userId}, value ->> 'id', value ->> 'source', value ->> 'project_id', value ->> 'goal_id',
        value ->> 'title', value ->> 'notes', value -> 'tags', value ->> 'started_at', value ->> 'ended_at',
        value ->> 'duration_seconds', value -> 'days', 'completed', value ->> 'time_zone', value ->> 'day_start_minute',
        value ->> 'import_id', value ->> 'import_key', (SELECT seq FROM change_heads WHERE user_id = ${userId}), ${now},
        ${now}
      FROM json_each(${chunk})
      WHERE true
      ON CONFLICT (user_id, import_key) DO NOTHING`,
  )
