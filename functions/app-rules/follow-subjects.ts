import { sql } from '../lib/sql'

/** A subject of the ledger that a merge or rename turns into another. */
export type SubjectMove = { from: string; to: string }

/** Only a change that moved rules outdates the list of apps. */
const outdateList = (db: D1Database, userId: string, changeId: string) => sql(db)`
  UPDATE change_heads SET whitelist_seq = seq
  WHERE user_id = ${userId} AND EXISTS (SELECT 1 FROM rule_changes WHERE user_id = ${userId} AND id = ${changeId})`

/**
 * Moves conditions of a person's own rules along with their sessions. Kept under the id of the change, so that
 * `returnRules` can undo it.
 * @param now epoch ms
 */
export const followSubjects = (db: D1Database, userId: string, changeId: string, moves: SubjectMove[], now: number) => {
  const moved = JSON.stringify(moves)
  return [
    sql(db)`
      INSERT INTO rule_changes (user_id, id, package_name, before, after, created_at)
      SELECT user_id, ${changeId}, package_name, json(rule),
        json_set(rule, '$.after_subject', move_to), ${now}
      FROM (
        SELECT user_id, package_name, value ->> 'to' AS move_to, json_object('id', user_apps.id, 'label', label,
          'is_whitelisted', is_whitelisted, 'after_subject', after_subject, 'after_seconds', after_seconds,
          'after_period', after_period, 'created_at', created_at) AS rule
        FROM json_each(${moved}) CROSS JOIN user_apps INDEXED BY user_apps_earned
          ON user_apps.user_id = ${userId} AND after_subject = value ->> 'from' AND after_subject IS NOT NULL
        WHERE set_by = 'user')`,
    sql(db)`
      UPDATE user_apps
      SET after_subject = rule_changes.after ->> 'after_subject', updated_at = ${now},
        seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
      FROM rule_changes
      WHERE rule_changes.user_id = ${userId} AND rule_changes.id = ${changeId} AND user_apps.user_id = ${userId}
        AND user_apps.package_name = rule_changes.package_name AND set_by = 'user'`,
    outdateList(db, userId, changeId),
  ]
}

/** Undoes `followSubjects` for rules that still have the subject it gave them. */
export const returnRules = (db: D1Database, userId: string, changeId: string) => [
  sql(db)`
    UPDATE user_apps
    SET after_subject = rule_changes.before ->> 'after_subject',
      seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    FROM rule_changes
    WHERE rule_changes.user_id = ${userId} AND rule_changes.id = ${changeId} AND user_apps.user_id = ${userId}
      AND user_apps.package_name = rule_changes.package_name AND set_by = 'user'
      AND user_apps.id = rule_changes.after ->> 'id'
      AND user_apps.after_subject = rule_changes.after ->> 'after_subject'`,
  outdateList(db, userId, changeId),
  sql(db)`DELETE FROM rule_changes WHERE user_id = ${userId} AND id = ${changeId}`,
]
