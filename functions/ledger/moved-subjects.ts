import { constant, part, type SqlPart, sql } from '../lib/db/sql'
import { newSeq, updateRows } from '../lib/resource/row-writes'

/** A subject of the ledger whose sessions go to another: a merged project, a renamed tag. */
type SubjectMove = { from: string; to: string }

/** SQL of a JSON list of subjects after some moves, each once. @param list SQL of it */
const moved = (list: string, moves: string) => part`(
      SELECT json_group_array(DISTINCT coalesce(
        (SELECT value ->> 'to' FROM json_each(${moves}) WHERE value ->> 'from' = own.value), own.value)) || ''
      FROM json_each(${constant(list)}) AS own)`

/** Condition for a list that has a subject that moves. */
const hasMoved = (list: SqlPart, moves: string) => part`EXISTS (
      SELECT 1 FROM json_each(${list}) AS own JOIN json_each(${moves}) AS move ON own.value = move.value ->> 'from')`

/** The lists of goals follow, now and in their earlier rules. */
const followInGoals = (db: D1Database, userId: string, moves: string, now: number) => [
  sql(db)`
    UPDATE goals SET counts = ${moved('goals.counts', moves)}, updated_at = ${now}, seq = ${newSeq(userId)}
    WHERE user_id = ${userId} AND counts IS NOT NULL AND ${hasMoved(constant('goals.counts'), moves)}`,
  sql(db)`
    UPDATE goal_targets SET rule = json_set(rule, '$.counts', ${moved("goal_targets.rule ->> 'counts'", moves)})
    WHERE user_id = ${userId} AND rule ->> 'counts' IS NOT NULL
      AND ${hasMoved(constant("goal_targets.rule ->> 'counts'"), moves)}`,
]

const nothing = { touched: { conditions: [], goals: [] }, writes: [] }

/**
 * Plans that a person's unlock conditions, and what their goals count, follow their sessions to another subject.
 * @param now epoch ms
 * @returns the ids of the rules and goals concerned, for `Touched`, and the writes
 */
export const followSubjects = async (db: D1Database, userId: string, moves: SubjectMove[], now: number) => {
  if (moves.length === 0) return nothing
  const list = JSON.stringify(moves)
  const [{ results }, goals] = await Promise.all([
    sql(db)`
    SELECT user_apps.id, value ->> 'to' AS after_subject
    FROM user_apps JOIN json_each(${list}) ON after_subject = value ->> 'from'
    WHERE user_apps.user_id = ${userId} AND set_by = 'user' AND after_subject IS NOT NULL`.all<{
      id: string
      after_subject: string
    }>(),
    sql(db)`
    SELECT id FROM goals
    WHERE user_id = ${userId} AND counts IS NOT NULL AND ${hasMoved(constant('goals.counts'), list)}`.all<{
      id: string
    }>(),
  ])
  return {
    touched: { conditions: results.map(({ id }) => id), goals: goals.results.map(({ id }) => id) },
    writes: [
      ...(results.length > 0
        ? updateRows(db, 'user_apps', userId, results, { updated_at: now, seq: newSeq(userId) })
        : []),
      ...(goals.results.length > 0 ? followInGoals(db, userId, list, now) : []),
    ],
  }
}
