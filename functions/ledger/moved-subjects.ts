import { allRows, constant, part, type SqlPart, sql } from '../lib/db/sql'
import { newSeq } from '../lib/resource/row-writes'

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

/** SQL of what an unlock condition names, as a list. */
const conditionList = `iif(substr(after_subject, 1, 1) = '[', after_subject, json_array(after_subject))`

/** SQL of the key of a rule of a goal, for images of changes. */
export const ruleKey = "goal_id || ' ' || from_date"

const nothing = { touched: { conditions: [], goals: [], rules: [] }, writes: [] }

/**
 * Plans that a person's unlock conditions, and what their goals count now and in earlier rules, follow their sessions to
 * another subject.
 * @param now epoch ms
 * @returns the keys of the conditions, goals and rules concerned, for `Touched`, and the writes
 */
export const followSubjects = async (db: D1Database, userId: string, moves: SubjectMove[], now: number) => {
  if (moves.length === 0) return nothing
  const list = JSON.stringify(moves)
  const ofGoals = part`user_id = ${userId} AND counts IS NOT NULL AND ${hasMoved(constant('goals.counts'), list)}`
  const ofRules = part`
    user_id = ${userId} AND rule ->> 'counts' IS NOT NULL AND ${hasMoved(constant("goal_targets.rule ->> 'counts'"), list)}`
  const ofConditions = part`
    user_id = ${userId} AND set_by = 'user' AND after_subject IS NOT NULL AND ${hasMoved(constant(conditionList), list)}`
  const [conditions, goals, rules] = await Promise.all([
    allRows<{ id: string }>(sql(db)`SELECT id FROM user_apps WHERE ${ofConditions}`),
    allRows<{ id: string }>(sql(db)`SELECT id FROM goals WHERE ${ofGoals}`),
    allRows<{ id: string }>(sql(db)`SELECT ${constant(ruleKey)} AS id FROM goal_targets WHERE ${ofRules}`),
  ])
  const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id)
  return {
    touched: { conditions: idsOf(conditions), goals: idsOf(goals), rules: idsOf(rules) },
    writes: [
      ...(conditions.length > 0
        ? [
            sql(db)`
    UPDATE user_apps
    SET after_subject = (
        SELECT iif(json_array_length(subjects) = 1, subjects ->> 0, subjects)
        FROM (SELECT ${moved(conditionList, list)} AS subjects)),
      updated_at = ${now}, seq = ${newSeq(userId)}
    WHERE ${ofConditions}`,
          ]
        : []),
      ...(goals.length > 0
        ? [
            sql(db)`
    UPDATE goals SET counts = ${moved('goals.counts', list)}, updated_at = ${now}, seq = ${newSeq(userId)}
    WHERE ${ofGoals}`,
          ]
        : []),
      ...(rules.length > 0
        ? [
            sql(db)`
    UPDATE goal_targets SET rule = json_set(rule, '$.counts', ${moved("goal_targets.rule ->> 'counts'", list)})
    WHERE ${ofRules}`,
          ]
        : []),
    ],
  }
}
