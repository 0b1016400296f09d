import { columnList, jsonValues, setExcluded } from '../../lib/db/conditions'
import { jsonChunks, sql, stale } from '../../lib/db/sql'
import type { RuleRow, WrittenRule } from './schema'

/** Setter of rules: the person, or an admin for the person. */
type Setter = Pick<RuleRow, 'set_by' | 'admin_id'>

/** A write of a rule. `after` is null if the rule is removed. */
type RuleWrite = { user_id: string; package_name: string; after: WrittenRule | null }

const removeRules = (db: D1Database, { set_by }: Setter, rules: string) => sql(db)`
  DELETE FROM user_apps
  WHERE (user_id, package_name, set_by) IN (
    SELECT value ->> 'user_id', value ->> 'package_name', ${set_by} FROM json_each(${rules}))`

const columns = ['label', 'is_whitelisted', 'after_subject', 'after_seconds', 'after_period', 'time_limit']

/**
 * Inserts or updates rules. An existing rule keeps its id and creation time. `updated_at` always advances, because
 * admins see it as the rule's version.
 */
const putRules = (db: D1Database, { set_by, admin_id }: Setter, rules: string, now: number) => sql(db)`
  INSERT INTO user_apps (user_id, id, package_name, set_by, admin_id, ${columnList(columns)}, seq, created_at, updated_at)
  SELECT change_heads.user_id, value ->> 'id', value ->> 'package_name', ${set_by}, ${admin_id}, ${jsonValues(columns)},
    change_heads.seq, value ->> 'created_at', ${now}
  FROM json_each(${rules}) JOIN change_heads ON change_heads.user_id = value ->> 'user_id'
  WHERE true
  ON CONFLICT (user_id, package_name, set_by) DO UPDATE
  SET ${setExcluded(['admin_id', ...columns, 'seq'])},
    updated_at = max(excluded.updated_at, user_apps.updated_at + 1)`

/** Writes rules with the current version of each person. @param now epoch ms */
export const writeRules = (db: D1Database, setter: Setter, rules: RuleWrite[], now: number) => [
  ...jsonChunks(rules.filter(({ after }) => after === null)).map((chunk) => removeRules(db, setter, chunk)),
  ...jsonChunks(
    rules.flatMap(({ user_id, package_name, after }) => (after ? [{ user_id, package_name, ...after }] : [])),
  ).map((chunk) => putRules(db, setter, chunk, now)),
]

/** Counts kinds of changes. @param changes `before` is null for a new rule, `after` for a removed one */
export const countChanges = (changes: { before: unknown; after: unknown }[]) => {
  const added = changes.filter(({ before }) => before === null).length
  const removed = changes.filter(({ after }) => after === null).length
  return { added, changed: changes.length - added - removed, removed }
}

/** Version of the catalogue, which holds all defaults. */
export const catalogueSeq = async (db: D1Database) =>
  (await sql(db)`SELECT seq FROM app_catalogue WHERE id = 1`.first<{ seq: number }>())?.seq ?? 0

/** Guard: rolls the batch back unless the catalogue is at version `seq`. */
export const guardCatalogue = (db: D1Database, seq: number) =>
  sql(db)`SELECT CASE WHEN seq = ${seq} THEN 1 ELSE ${stale} END FROM app_catalogue WHERE id = 1`
