import { v7 as uuid } from 'uuid'
import { jsonChunks, orStale, sql } from '../../lib/sql'
import { advanceWhitelists } from '../commit'
import type { Step } from './bulk/plan'
import { writeAuditedRules } from './schema'

/**
 * Guard: rolls the batch back if a rule is not at the version that was read.
 * @param steps JSON: person, package name, version
 */
const guardVersions = (db: D1Database, steps: string) =>
  sql(db)`
    SELECT CASE
      WHEN NOT EXISTS (
        SELECT 1
        FROM json_each(${steps}) LEFT JOIN user_apps
          ON user_apps.user_id = value ->> 0 AND package_name = value ->> 1 AND set_by = 'admin'
        WHERE user_apps.updated_at IS NOT value ->> 2
      ) THEN 1
      ELSE json('stale')
    END`

const remove = (db: D1Database, steps: string) =>
  sql(db)`
    DELETE FROM user_apps
    WHERE (user_id, package_name, set_by) IN (SELECT value ->> 0, value ->> 1, 'admin' FROM json_each(${steps}))`

/**
 * Keeps id and creation time of a present rule. Its `updated_at` always advances, since it is the version that admins
 * see.
 */
const put = (db: D1Database, adminId: string, steps: string, now: number) =>
  sql(db)`
    INSERT INTO user_apps (user_id, id, package_name, set_by, admin_id, is_whitelisted, after_subject, after_seconds,
      after_period, seq, created_at, updated_at)
    SELECT change_heads.user_id, value ->> 2, value ->> 1, 'admin', ${adminId}, value ->> 3, value ->> 4, value ->> 5,
      value ->> 6, change_heads.seq, ${now}, ${now}
    FROM json_each(${steps}) JOIN change_heads ON change_heads.user_id = value ->> 0
    WHERE true
    ON CONFLICT (user_id, package_name, set_by) DO UPDATE
    SET admin_id = excluded.admin_id, is_whitelisted = excluded.is_whitelisted, after_subject = excluded.after_subject,
        after_seconds = excluded.after_seconds, after_period = excluded.after_period, seq = excluded.seq,
        updated_at = max(excluded.updated_at, user_apps.updated_at + 1)`

type Entry = { subject: string; before: string; after: string }

const entriesOf = (steps: Step[]): Entry[] =>
  [...Map.groupBy(steps, ({ user_id }) => user_id)].map(([subject, theirs]) => ({
    subject,
    before: writeAuditedRules(theirs.map(({ package_name, before }) => [package_name, before?.rule ?? null])),
    after: writeAuditedRules(theirs.map(({ package_name, after }) => [package_name, after])),
  }))

const note = (db: D1Database, adminId: string, entries: string, changeId: string, now: number) =>
  sql(db)`
    INSERT INTO admin_audit (at, admin_id, action, subject, before, after, change_id)
    SELECT ${now}, ${adminId}, 'rules', value ->> 'subject', value ->> 'before', value ->> 'after', ${changeId}
    FROM json_each(${entries})`

/**
 * Writes admins' rules, each person's new version and the audit log. Rolls back when a rule changed since it was read
 * or a person is gone.
 */
export const writeSteps = (db: D1Database, adminId: string, steps: Step[], changeId: string, now: number) => {
  const people = [...new Set(steps.map(({ user_id }) => user_id))]
  const gone = steps.filter(({ after }) => after === null)
  const kept = steps.flatMap(({ user_id, package_name, after }) => {
    if (after === null) return []
    const { subject = null, seconds = null, period = null } = after.after ?? {}
    return [[user_id, package_name, uuid(), after.is_whitelisted, subject, seconds, period]]
  })
  return [
    advanceWhitelists(db, people),
    orStale(db, people.length),
    ...jsonChunks(steps.map(({ user_id, package_name, before }) => [user_id, package_name, before?.seq ?? null])).map(
      (chunk) => guardVersions(db, chunk),
    ),
    ...jsonChunks(gone.map(({ user_id, package_name }) => [user_id, package_name])).map((chunk) => remove(db, chunk)),
    ...jsonChunks(kept).map((chunk) => put(db, adminId, chunk, now)),
    ...jsonChunks(entriesOf(steps)).map((chunk) => note(db, adminId, chunk, changeId, now)),
  ]
}
