import { sql } from '../lib/db/sql'
import { newSeq, updateRows } from '../lib/resource/row-writes'

/** A subject of the ledger whose sessions go to another: a merged project, a renamed tag. */
type SubjectMove = { from: string; to: string }

/**
 * Plans that a person's unlock conditions follow their sessions to another subject.
 * @param now epoch ms
 * @returns the ids of the rules concerned, for `Touched`, and the writes
 */
export const followSubjects = async (db: D1Database, userId: string, moves: SubjectMove[], now: number) => {
  if (moves.length === 0) return { conditions: [], writes: [] }
  const { results } = await sql(db)`
    SELECT user_apps.id, value ->> 'to' AS after_subject
    FROM user_apps JOIN json_each(${JSON.stringify(moves)}) ON after_subject = value ->> 'from'
    WHERE user_apps.user_id = ${userId} AND set_by = 'user' AND after_subject IS NOT NULL`.all<{
    id: string
    after_subject: string
  }>()
  if (results.length === 0) return { conditions: [], writes: [] }
  return {
    conditions: results.map(({ id }) => id),
    writes: updateRows(db, 'user_apps', userId, results, { updated_at: now, seq: newSeq(userId) }),
  }
}
