import { allRows, constant, part, sql } from '../lib/db/sql'
import { eachSubject, filterText, partsOf } from '../lib/filter'
import { newSeq } from '../lib/resource/row-writes'
import { countsOf } from './goal-tree'

/** A subject of the ledger whose sessions go to another: a merged project, a renamed tag. */
type SubjectMove = { from: string; to: string }

/** SQL of the key of a rule of a goal, for images of changes. */
export const ruleKey = "goal_id || ' ' || from_date"

type Row = { id: string; text: string }

const plannedMoves = (db: D1Database, userId: string, kept: Row[][], moves: SubjectMove[], now: number) => {
  const moved = new Map(moves.map(({ from, to }) => [from, to]))
  const follow = (filter: string) => {
    const { all, none } = partsOf(filter)
    const group = (subjects: string[]) => subjects.map((one) => moved.get(one) ?? one)
    return filterText({ all: all.map(group), none: group(none) })
  }
  const [conditions = [], goals = [], rules = []] = kept.map((rows) =>
    rows.filter(({ text }) => eachSubject(text).some((one) => moved.has(one))),
  )
  /** Texts with those that take their place. */
  const changes = (rows: Row[], of: (text: string) => string | null) =>
    part`json_each(${JSON.stringify([...new Set(rows.map(({ text }) => text))].map((from) => ({ from, to: of(from) })))})`
  const counts = (text: string) => countsOf(follow(text))
  const stamped = part`updated_at = ${now}, seq = ${newSeq(userId)}`
  const idsOf = (rows: Row[]) => rows.map(({ id }) => id)
  return {
    touched: { conditions: idsOf(conditions), goals: idsOf(goals), rules: idsOf(rules) },
    writes: [
      conditions.length > 0 &&
        sql(db)`
    UPDATE user_apps SET after_subject = value ->> 'to', ${stamped} FROM ${changes(conditions, follow)}
    WHERE user_id = ${userId} AND set_by = 'user' AND after_subject = value ->> 'from'`,
      goals.length > 0 &&
        sql(db)`
    UPDATE goals SET counts = value ->> 'to', ${stamped} FROM ${changes(goals, counts)}
    WHERE user_id = ${userId} AND counts = value ->> 'from'`,
      rules.length > 0 &&
        sql(db)`
    UPDATE goal_targets SET rule = json_set(rule, '$.counts', value ->> 'to') FROM ${changes(rules, counts)}
    WHERE user_id = ${userId} AND rule ->> 'counts' = value ->> 'from'`,
    ].filter((write) => write !== false),
  }
}

/**
 * Reads a person's unlock conditions, and what their goals count now and in earlier rules.
 * @returns a plan for these to follow their sessions to other subjects: the keys of those concerned, for `Touched`, and the
 * writes
 */
export const followSubjects = async (db: D1Database, userId: string) => {
  const kept = await Promise.all([
    allRows<Row>(sql(db)`
      SELECT id, after_subject AS text FROM user_apps
      WHERE user_id = ${userId} AND set_by = 'user' AND after_subject IS NOT NULL`),
    allRows<Row>(sql(db)`
      SELECT id, counts AS text FROM goals WHERE user_id = ${userId} AND counts IS NOT NULL`),
    allRows<Row>(sql(db)`
      SELECT ${constant(ruleKey)} AS id, rule ->> 'counts' AS text FROM goal_targets
      WHERE user_id = ${userId} AND rule ->> 'counts' IS NOT NULL`),
  ])
  return (moves: SubjectMove[], now: number) => plannedMoves(db, userId, kept, moves, now)
}
