import { v7 as uuid } from 'uuid'
import { writeEntries } from '../../../lib/db/audit'
import { joined } from '../../../lib/db/conditions'
import { allRows, constant, jsonChunks, orStale, part, type SqlPart, sql, stale } from '../../../lib/db/sql'
import { pageOfRows } from '../../../lib/http/list-view'
import { rowsBehind } from '../../../lib/resource/row-reads'
import { folded } from '../../../lib/text/text'
import type { AppRules } from '../../app-rules/app-status'
import { effectiveRule } from '../../app-rules/effective-rule'
import {
  appsWithRules,
  isAllowedSql,
  joinRules,
  readAppRules,
  ruleColumns,
  rulesOf,
  type StoredRules,
} from '../../app-rules/queries'
import { columnsOfRule, type Rule, ruleOf } from '../../app-rules/schema'
import { writeRules } from '../../app-rules/writes'
import { advanceWhitelists } from '../commit'
import {
  type AdminRules,
  auditedRules,
  ofTheirs,
  type PersonApp,
  type PersonAppList,
  type PersonAppsView,
  type Step,
  type StoredRule,
} from './schema'

// Admins see the time of the last write as a rule's version (`seq`). The person's own sequence would tell how much
// they write.
const adminRules = async (db: D1Database, where: SqlPart): Promise<StoredRule[]> => {
  const rows = await allRows<Omit<StoredRule, 'rule'>>(sql(db)`
    SELECT user_id, user_apps.id, package_name, admin_id, is_whitelisted, after_subject, after_seconds, after_period,
      user_apps.updated_at AS seq, user_apps.created_at, user_apps.updated_at, username AS admin_name
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

/** Returns the admins' rules of each person by package name; every id is in the map. Without `packages` of every app. */
export const adminRulesByPerson = async (db: D1Database, userIds: string[], packages?: string[]) => {
  const where = part`
    user_id IN (SELECT value FROM json_each(${JSON.stringify(userIds)}))
    ${joined([packages && part`AND package_name IN (SELECT value FROM json_each(${JSON.stringify(packages)}))`])}
    ORDER BY user_id, package_name`
  return byPerson(await adminRules(db, where), userIds)
}

/** Rules before and after a change, a row for each person, who may be gone; JSON for `readAuditedRules`. */
type AuditedRules = { subject: string; before: string; after: string; is_gone: 0 | 1 }

/** A change as the audit log has it, and the rules that it set as they are now. */
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

/** Picks the apps whose default is locked. */
export const lockedAmong = async (db: D1Database, packages: string[]) => {
  const rows = await allRows<{ package_name: string }>(sql(db)`
    SELECT package_name
    FROM apps
    WHERE is_locked = 1 AND package_name IN (SELECT value FROM json_each(${JSON.stringify(packages)}))`)
  return new Set(rows.map(({ package_name }) => package_name))
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
 * Writes admins' rules, each person's new version and the audit log. Rolls back when a rule changed since it was read
 * or a person is gone.
 */
export const writeSteps = (db: D1Database, { adminId, changeId, now }: Written, steps: Step[]) => {
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

const pageSize = 50

const withoutSubject = ({ is_whitelisted, after }: Rule): Rule => ({
  is_whitelisted,
  after: after && { ...after, subject: ofTheirs },
})

const appOf = (package_name: string, { app, admin, own: stored }: AppRules): PersonApp => {
  const [rule, own] = [admin && ruleOf(admin), stored && withoutSubject(ruleOf(stored))]
  return {
    package_name,
    label: app?.label ?? null,
    admin: admin && rule && { rule, admin_name: admin.admin_name, updated_at: admin.updated_at },
    own,
    effective: effectiveRule({ app, admin: rule, own, unlisted: 'block' }, () => true),
  }
}

export const personApp = async (db: D1Database, userId: string, packageName: string): Promise<PersonApp | null> => {
  const found = (await readAppRules(db, userId, [packageName])).get(packageName)
  return found ? appOf(packageName, found) : null
}

/** SQL of the unlock condition of the effective rule. */
const condition = constant(`
  iif(apps.is_locked = 1, NULL, iif(theirs.id IS NULL, own.after_subject, theirs.after_subject))`)

const conditionOf = ({ show, q }: PersonAppsView) => {
  const [text, isAllowed] = [folded(q), isAllowedSql([], 'block')]
  const conditions: Record<PersonAppsView['show'], SqlPart | null> = {
    '': null,
    admin: constant('AND theirs.id IS NOT NULL'),
    own: constant('AND own.id IS NOT NULL'),
    earned: part`AND ${condition} IS NOT NULL`,
    allowed: part`AND ${condition} IS NULL AND ${isAllowed} = 1`,
    blocked: part`AND ${condition} IS NULL AND ${isAllowed} = 0`,
  }
  return joined([
    conditions[show],
    q && part`AND (instr(apps.label_key, ${text}) > 0 OR instr(lower(named.package_name), ${text}) > 0)`,
  ])
}

/** Lists the catalogue and the apps of a person's rules by label, and those with rules of one kind by package name. */
export const listPersonApps = async (db: D1Database, userId: string, view: PersonAppsView): Promise<PersonAppList> => {
  const byPackage = view.show === 'admin' || view.show === 'own'
  const order = { columns: byPackage ? ['named.package_name'] : ['key', 'named.package_name'] }
  const { rows, next } = pageOfRows(
    await rowsBehind<StoredRules & { package_name: string }>(
      db,
      {
        columns: part`named.package_name, ${ruleColumns}`,
        from: part`(${appsWithRules(userId, constant('package_name'))}) AS named
          ${joinRules(userId, constant('named.package_name'))}`,
        where: part`true ${conditionOf(view)}`,
        order,
      },
      view.after,
      pageSize + 1,
    ),
    pageSize,
  )
  return { view, apps: rows.map((row) => appOf(row.package_name, rulesOf(row))), next }
}
