import { sql } from '../lib/sql'

/** A subject of the ledger whose sessions go to another: a merged project, a renamed tag. */
export type SubjectMove = { from: string; to: string }

/**
 * Plans that a person's unlock conditions follow their sessions to another subject.
 * @param now epoch ms
 * @returns the ids of the rules concerned, for `Touched`, and the writes
 */
export const followSubjects = async (db: D1Database, userId: string, moves: SubjectMove[], now: number) => {
  const { results } = await sql(db)`
    SELECT user_apps.id, value ->> 'to' AS "to"
    FROM user_apps JOIN json_each(${JSON.stringify(moves)}) ON after_subject = value ->> 'from'
    WHERE user_apps.user_id = ${userId} AND set_by = 'user' AND after_subject IS NOT NULL`.all<{
    id: string
    to: string
  }>()
  if (results.length === 0) return { conditions: [], writes: [] }
  return {
    conditions: results.map(({ id }) => id),
    writes: [
      sql(db)`
        UPDATE user_apps
        SET after_subject = value ->> 'to', updated_at = ${now},
          seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
        FROM json_each(${JSON.stringify(results)})
        WHERE user_apps.user_id = ${userId} AND user_apps.id = value ->> 'id'`,
    ],
  }
}
