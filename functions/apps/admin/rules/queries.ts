import { v7 as uuid } from 'uuid'
import { writeEntries } from '../../../lib/db/audit'
import { joinConditions } from '../../../lib/db/conditions'
import { allRows, jsonChunks, orStale, part, type SqlPart, sql, stale } from '../../../lib/db/sql'
import { columnsOfRule, ruleOf } from '../../app-rules/schema'
import { writeRules } from '../../app-rules/writes'
import { advanceWhitelists } from '../commit'
import { type AdminRules, auditedRules, type RuleStep, type StoredRule } from './schema'

// Admins see the time of the last write as a rule's version (`seq`). The person's own version number would reveal how
// much they write.
const adminRules = async (db: D1Database, where: SqlPart): Promise<StoredRule[]> => {
  const rows = await allRows<Omit<StoredRule, 'rule'>>(sql(db)`
    SELECT user_id, user_apps.id, package_name, admin_id, is_whitelisted, after_subject, after_seconds, after_period,
      time_limit, user_apps.updated_at AS seq, user_apps.created_at, user_apps.updated_at, username AS admin_name
    FROM user_apps LEFT JOIN users ON users.id = admin_id
    WHERE set_by = 'admin' AND ${where}`)
  return rows.map((row) => ({ ...row, rule: ruleOf(row) }))
}

export const adminRulesAfter = (db: D1Database, userId: string, after: string, limit: number) =>
  adminRules(db, part`user_id = ${userId} AND package_name > ${after} ORDER BY package_name LIMIT ${limit}`)

export const adminRule = async (db: D1Database, userId: string, packageName: string) =>
  (await adminRules(db, part`user_id = ${userId} AND package_name = ${packageName}`))[0] ?? null

const byPerson = (rules: StoredRule[], userIds: string[]): Map<string, AdminRules> => {
  const stored = new Map(userIds.map((id): [string, Map<string, StoredRule>] => [id, new Map()]))
  for (const rule of rules) stored.get(rule.user_id)?.set(rule.package_name, rule)
  return stored
}

/**
 * Returns the admins' rules of each person by package name. Every id is in the map. Without `packages`, reads the rules
 * of all apps.
 */
export const adminRulesByPerson = async (db: D1Database, userIds: string[], packages?: string[]) => {
  const where = part`
    user_id IN (SELECT value FROM json_each(${JSON.stringify(userIds)}))
    ${joinConditions([packages && part`AND package_name IN (SELECT value FROM json_each(${JSON.stringify(packages)}))`])}
    ORDER BY user_id, package_name`
  return byPerson(await adminRules(db, where), userIds)
}

/** Rules before and after a change, one row per person, who may be deleted; JSON for `readAuditedRules`. */
type AuditedRules = { subject: string; before: string; after: string; is_gone: 0 | 1 }

/** A change from the audit log, with the current state of its rules. */
export const auditedChange = async (db: D1Database, changeId: string) => {
  const [audited, present] = await Promise.all([
    allRows<AuditedRules>(sql(db)`
      SELECT subject, before, after, NOT EXISTS (SELECT 1 FROM users WHERE users.id = subject) AS is_gone
      FROM admin_audit
      WHERE change_id = ${changeId} AND action = 'rules' ORDER BY number`),
    adminRules(
      db,
      part`(user_id, package_name) IN (
        SELECT subject, json_each.key FROM admin_audit JOIN json_each(admin_audit.after)
        WHERE change_id = ${changeId} AND action = 'rules')`,
    ),
  ])
  const people = audited.map(({ subject }) => subject)
  return { audited, stored: byPerson(present, people) }
}

/** Labels of those apps whose default is locked. */
export const lockedLabels = async (db: D1Database, packages: string[]) => {
  const rows = await allRows<{ label: string }>(sql(db)`
    SELECT label
    FROM apps
    WHERE is_locked = 1 AND package_name IN (SELECT value FROM json_each(${JSON.stringify(packages)}))`)
  return rows.map(({ label }) => label)
}

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
      ELSE ${stale}
    END`

type Written = { adminId: string; changeId: string; now: number }

/**
 * Writes admins' rules, each person's new version and the audit log. Rolls back if a rule changed since it was read or
 * a person is deleted.
 */
export const writeSteps = (db: D1Database, { adminId, changeId, now }: Written, steps: RuleStep[]) => {
  const byPerson = [...Map.groupBy(steps, ({ user_id }) => user_id)]
  const people = byPerson.map(([id]) => id)
  const rows = steps.map(({ after, ...step }) => ({
    ...step,
    after: after && { id: uuid(), label: null, ...columnsOfRule(after), created_at: now },
  }))
  const entries = byPerson.map(([subject, theirs]) => ({
    subject,
    before: auditedRules(theirs.map(({ package_name, before }) => [package_name, before?.rule ?? null])),
    after: auditedRules(theirs.map(({ package_name, after }) => [package_name, after])),
  }))
  return [
    advanceWhitelists(db, people),
    orStale(db, people.length),
    ...jsonChunks(steps.map(({ user_id, package_name, before }) => [user_id, package_name, before?.seq ?? null])).map(
      (chunk) => guardVersions(db, chunk),
    ),
    ...writeRules(db, { set_by: 'admin', admin_id: adminId }, rows, now),
    ...writeEntries(db, { adminId, action: 'rules', changeId }, entries, now),
  ]
}
