import { allRows, constant, part, type SqlPart, sql } from '../lib/db/sql'
import { filterText, partsOf } from '../lib/filter'
import { newSeq } from '../lib/resource/row-writes'
import { countsOf, filterIn } from './goal-tree'

/** A subject of the ledger whose sessions go to another: a merged project, a renamed tag. */
export type SubjectMove = { from: string; to: string }

/** Condition for JSON of a filter that names a subject that moves. */
const hasMoved = (json: SqlPart, moves: string) => part`EXISTS (
      SELECT 1 FROM json_tree(${json}) AS own JOIN json_each(${moves}) AS move ON own.atom = move.value ->> 'from')`

/** SQL of what an unlock condition names, as JSON. */
const conditionJson = constant(
  `iif(substr(after_subject, 1, 1) IN ('[', '{'), after_subject, json_array(after_subject))`,
)

/** SQL of the key of a rule of a goal, for images of changes. */
export const ruleKey = "goal_id || ' ' || from_date"

type Row = { id: string; text: string }

/**
 * Plans that a person's unlock conditions, and what their goals count now and in earlier rules, follow their sessions to
 * another subject.
 * @param now epoch ms
 * @returns the keys of the conditions, goals and rules concerned, for `Touched`, and the writes
 */
export const followSubjects = async (db: D1Database, userId: string, moves: SubjectMove[], now: number) => {
  if (moves.length === 0) return { touched: { conditions: [], goals: [], rules: [] }, writes: [] }
  const list = JSON.stringify(moves)
  const [conditions, goals, rules] = await Promise.all([
    allRows<Row>(sql(db)`
      SELECT id, after_subject AS text FROM user_apps
      WHERE user_id = ${userId} AND set_by = 'user' AND after_subject IS NOT NULL AND ${hasMoved(conditionJson, list)}`),
    allRows<Row>(sql(db)`
      SELECT id, counts AS text FROM goals
      WHERE user_id = ${userId} AND counts IS NOT NULL AND ${hasMoved(constant('counts'), list)}`),
    allRows<Row>(sql(db)`
      SELECT ${constant(ruleKey)} AS id, rule ->> 'counts' AS text FROM goal_targets
      WHERE user_id = ${userId} AND rule ->> 'counts' IS NOT NULL AND ${hasMoved(constant("rule ->> 'counts'"), list)}`),
  ])
  const moved = new Map(moves.map(({ from, to }) => [from, to]))
  const follow = (filter: string) => {
    const { all, none } = partsOf(filter)
    const group = (subjects: string[]) => subjects.map((one) => moved.get(one) ?? one)
    return filterText({ all: all.map(group), none: group(none) })
  }
  /** Texts with those that take their place. */
  const changes = (rows: Row[], of: (text: string) => string | null) =>
    part`json_each(${JSON.stringify([...new Set(rows.map(({ text }) => text))].map((from) => ({ from, to: of(from) })))})`
  const counts = (text: string) => countsOf(follow(filterIn(text)))
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
