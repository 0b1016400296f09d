import { type RuleColumns, type RuleRow, ruleOf } from '../../app-rules/schema'
import { joined } from '../../lib/conditions'
import { allRows, part, type SqlPart, sql } from '../../lib/sql'
import type { StoredRule, StoredRules } from './bulk/plan'

type Read = RuleColumns & Pick<RuleRow, 'package_name' | 'seq'> & { user_id: string }

// Admins see the time of the last write as a rule's version (`seq`). The person's own sequence would tell how much
// they write.

const selectRules = (db: D1Database, users: string, packages: SqlPart | null) => sql(db)`
  SELECT user_id, package_name, is_whitelisted, after_subject, after_seconds, after_period, updated_at AS seq
  FROM user_apps
  WHERE user_id IN (SELECT value FROM json_each(${users})) AND set_by = 'admin'
    ${joined([packages && part`AND package_name IN (${packages})`])}
  ORDER BY user_id, package_name`

const byPerson = async (statement: D1PreparedStatement, userIds: string[] = []): Promise<Map<string, StoredRules>> => {
  const stored = new Map(userIds.map((id): [string, Map<string, StoredRule>] => [id, new Map()]))
  for (const row of await allRows<Read>(statement)) {
    const rules = stored.get(row.user_id) ?? new Map<string, StoredRule>()
    stored.set(row.user_id, rules.set(row.package_name, { rule: ruleOf(row), seq: row.seq }))
  }
  return stored
}

/** Package names for `adminRulesByPerson`: those of the rules that admins set for one person. */
export const ruledFor = (userId: string) => part`
  SELECT source.package_name FROM user_apps AS source
  WHERE source.user_id = ${userId} AND source.set_by = 'admin'`

/**
 * Returns the admins' rules of each person by package name; every id is in the map.
 * @param packages package names, or a statement that selects them; null reads every app
 */
export const adminRulesByPerson = (
  db: D1Database,
  userIds: string[],
  packages: string[] | SqlPart | null = null,
): Promise<Map<string, StoredRules>> => {
  const names = Array.isArray(packages) ? part`SELECT value FROM json_each(${JSON.stringify(packages)})` : packages
  return byPerson(selectRules(db, JSON.stringify(userIds), names), userIds)
}

/** The rules that a change set, as they are now; a person without any is not in the map. */
export const rulesOfChange = (db: D1Database, changeId: string) =>
  byPerson(sql(db)`
    SELECT user_id, package_name, is_whitelisted, after_subject, after_seconds, after_period, updated_at AS seq
    FROM admin_audit JOIN json_each(admin_audit.after)
      JOIN user_apps ON user_id = subject AND package_name = json_each.key AND set_by = 'admin'
    WHERE change_id = ${changeId} AND action = 'rules'`)

/** Ids of the people whose rules a change set, as far as they still exist. */
export const peopleOfChange = async (db: D1Database, changeId: string) => {
  const rows = await allRows<{ id: string }>(sql(db)`
    SELECT users.id
    FROM admin_audit JOIN users ON users.id = subject
    WHERE change_id = ${changeId} AND action = 'rules'`)
  return new Set(rows.map(({ id }) => id))
}

export type AdminRule = Omit<RuleRow, 'set_by' | 'label'> & { admin_name: string | null }

export const adminRulesAfter = (db: D1Database, userId: string, after: string, limit: number) =>
  allRows<AdminRule>(sql(db)`
    SELECT user_apps.id, package_name, admin_id, is_whitelisted, after_subject, after_seconds, after_period,
      user_apps.updated_at AS seq, user_apps.created_at, user_apps.updated_at, username AS admin_name
    FROM user_apps LEFT JOIN users ON users.id = admin_id
    WHERE user_id = ${userId} AND set_by = 'admin' AND package_name > ${after}
    ORDER BY package_name LIMIT ${limit}`)

export const adminRule = (db: D1Database, userId: string, packageName: string) =>
  sql(db)`
    SELECT user_apps.id, package_name, admin_id, is_whitelisted, after_subject, after_seconds, after_period,
      user_apps.updated_at AS seq, user_apps.created_at, user_apps.updated_at, username AS admin_name
    FROM user_apps LEFT JOIN users ON users.id = admin_id
    WHERE user_id = ${userId} AND package_name = ${packageName} AND set_by = 'admin'`.first<AdminRule>()

/** Picks the apps whose default is locked. */
export const lockedAmong = async (db: D1Database, packages: string[]) => {
  const rows = await allRows<{ package_name: string }>(sql(db)`
    SELECT package_name
    FROM apps
    WHERE is_locked = 1 AND package_name IN (SELECT value FROM json_each(${JSON.stringify(packages)}))`)
  return new Set(rows.map(({ package_name }) => package_name))
}

/** Rules before and after a change, a row for each person; JSON for `readAuditedRules`. */
export const auditedRules = (db: D1Database, changeId: string) =>
  allRows<{ subject: string; before: string; after: string }>(sql(db)`
    SELECT subject, before, after FROM admin_audit
    WHERE change_id = ${changeId} AND action = 'rules' ORDER BY number`)
