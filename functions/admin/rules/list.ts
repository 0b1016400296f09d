import { effectiveRule, type RuleSource } from '../../app-rules/effective-rule'
import {
  type AppRules,
  appsWithRules,
  isAllowedSql,
  joinRules,
  readAppRules,
  ruleColumns,
  rulesOf,
  type StoredRules,
} from '../../app-rules/queries'
import { type AppDefault, type Rule, ruleOf } from '../../app-rules/schema'
import { joined } from '../../lib/conditions'
import { cursorValues } from '../../lib/cursor'
import { firstRows } from '../../lib/resource/reads'
import { allRows, constant, part, type SqlPart, sql } from '../../lib/sql'
import { folded } from '../../lib/text'
import type { PersonAppsView } from './forms'
import { ofTheirs } from './words'

const pageSize = 50

/** Effect as admins see it: whether an earned app is open now is private. */
type PersonEffect = 'allowed' | 'blocked' | 'earned'

export type PersonApp = {
  package_name: string
  label: string | null
  category: string | null
  app: AppDefault | null
  /** `updated_at` in epoch ms; `admin_name` is null where the account is gone. */
  admin: { rule: Rule; seq: number; admin_name: string | null; updated_at: number } | null
  /** Its subject is hidden. */
  own: Rule | null
  effective: PersonEffect
  source: RuleSource
}

const withoutSubject = ({ is_whitelisted, after }: Rule): Rule => ({
  is_whitelisted,
  after: after && { ...after, subject: ofTheirs },
})

const appOf = (package_name: string, { app, admin, own: stored }: AppRules): PersonApp => {
  const [set, own] = [admin && ruleOf(admin), stored && withoutSubject(ruleOf(stored))]
  // Tracked time is private, so conditions count as met here.
  const outcome = effectiveRule({ app, admin: set, own, unlisted: 'block' }, () => true)
  return {
    package_name,
    label: app?.label ?? null,
    category: app?.category ?? null,
    app: app && { is_whitelisted: app.is_whitelisted, is_locked: app.is_locked },
    admin: admin &&
      set && { rule: set, seq: admin.updated_at, admin_name: admin.admin_name, updated_at: admin.updated_at },
    own,
    effective: outcome.rule?.after ? 'earned' : outcome.is_whitelisted ? 'allowed' : 'blocked',
    source: outcome.source,
  }
}

export const personApp = async (db: D1Database, userId: string, packageName: string): Promise<PersonApp | null> => {
  const found = (await readAppRules(db, userId, [packageName])).rules.get(packageName)
  return found ? appOf(packageName, found) : null
}

/** SQL of the unlock condition of the effective rule. */
const condition = constant(`
  iif(apps.is_locked = 1, NULL, iif(theirs.id IS NULL, own.after_subject, theirs.after_subject))`)

const conditionOf = ({ show, q }: PersonAppsView) => {
  const [text, isAllowed] = [folded(q), isAllowedSql([], 'block')]
  const conditions: Record<PersonAppsView['show'], SqlPart | null> = {
    all: null,
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

/** `next` is the cursor of the next page. */
export type PersonAppList = { view: PersonAppsView; apps: PersonApp[]; next?: string }

/** Lists the catalogue and the apps of a person's rules by label, and those with rules of one kind by package name. */
export const listPersonApps = async (db: D1Database, userId: string, view: PersonAppsView): Promise<PersonAppList> => {
  const byPackage = view.show === 'admin' || view.show === 'own'
  const order = { columns: byPackage ? ['named.package_name'] : ['key', 'named.package_name'] }
  const page = firstRows(
    {
      columns: part`named.package_name, json_array(${constant(order.columns.join(', '))}) AS after, ${ruleColumns}`,
      from: part`(${appsWithRules(userId, constant('package_name'))}) AS named
        ${joinRules(userId, constant('named.package_name'))}`,
      where: part`true ${conditionOf(view)}`,
      order,
      last: cursorValues(view.after, order.columns.length),
    },
    pageSize + 1,
  )
  const rows = await allRows<StoredRules & { package_name: string; after: string }>(sql(db)`${page}`)
  const shown = rows.slice(0, pageSize)
  return {
    view,
    apps: shown.map((row) => appOf(row.package_name, rulesOf(row))),
    next: rows.length > pageSize ? shown.at(-1)?.after : undefined,
  }
}
