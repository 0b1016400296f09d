import { type Earned, isUnlockedBy } from '../../app-rules/earned'
import { effectiveRule } from '../../app-rules/effective-rule'
import { type AppDefault, ruleOf } from '../../app-rules/schema'
import type { User } from '../../lib/env'
import type { KeyedApp } from './app-by-name'
import { type RuleWithDefault, readAppsWithRules } from './queries'

export type AppsOwner = { user: Pick<User, 'id' | 'preferences'>; earned: Earned }

export type AppWithRules = Pick<KeyedApp, 'package_name' | 'key'> & {
  default: AppDefault | null
  isAllowed: boolean
  byAdmin: boolean
}

const defaultOf = ({ app_is_whitelisted, app_is_locked }: RuleWithDefault): AppDefault | null =>
  app_is_whitelisted === null || app_is_locked === null
    ? null
    : { is_whitelisted: app_is_whitelisted, is_locked: app_is_locked }

const isRule = (row: Awaited<ReturnType<typeof readAppsWithRules>>[number]): row is RuleWithDefault =>
  row.package_name !== null

const groupByApp = (rows: Awaited<ReturnType<typeof readAppsWithRules>>, { user, earned }: AppsOwner): AppWithRules[] =>
  [...Map.groupBy(rows.filter(isRule), ({ package_name }) => package_name)].flatMap(([package_name, stored]) => {
    const own = stored.find(({ set_by }) => set_by === 'user')
    const admin = stored.find(({ set_by }) => set_by === 'admin')
    const any = own ?? admin
    if (!any) return []
    const app = defaultOf(any)
    const rules = { app, admin: admin && ruleOf(admin), own: own && ruleOf(own) }
    const effective = effectiveRule({ ...rules, unlisted: user.preferences.unlisted_apps }, isUnlockedBy(earned))
    const byAdmin = effective.source === 'admin'
    return [{ package_name, key: any.key, default: app, isAllowed: effective.is_whitelisted, byAdmin }]
  })

const rulesLimit = 60

type RuleRows = Awaited<ReturnType<typeof readAppsWithRules>>

/** Reads the apps that have rules, as many as one page should. */
export const readRuled = (db: D1Database, userId: string, setBy: 'anybody' | 'admin') =>
  readAppsWithRules(db, userId, { setBy, limit: rulesLimit })

const isTooMany = ([first]: RuleRows) => (first?.rule_count ?? 0) > rulesLimit

/** Apps that have rules; null where there are more than one page should read. */
export const appsWithRules = (rows: RuleRows, owner: AppsOwner) => (isTooMany(rows) ? null : groupByApp(rows, owner))

/** Names of the same apps. */
export const namesWithRules = (rows: RuleRows) =>
  isTooMany(rows) ? null : [...new Set(rows.filter(isRule).map(({ package_name }) => package_name))]

export type AppCounts = { all: number; allowed: number }

/** Up to these limits apps are counted one by one. */
const countedRules = 30
const countedUnlisted = 30

const none = { app_count: 0, allowed_count: 0, rule_count: 0, unlisted_count: 0 }

/** Null where counting would read more rules than one page should. */
export const countApps = async (
  db: D1Database,
  { user, earned }: Pick<AppsOwner, 'user'> & { earned: Earned | Promise<Earned> },
): Promise<AppCounts | null> => {
  const rows = await readAppsWithRules(db, user.id, { limit: countedRules, unlistedLimit: countedUnlisted + 1 })
  const [{ app_count, allowed_count, rule_count, unlisted_count } = none] = rows
  if (rule_count > countedRules || unlisted_count > countedUnlisted) return null
  const withRules = groupByApp(rows, { user, earned: await earned })
  const outsideCatalogue = withRules.filter((app) => app.default === null).length
  const allowedByRules = withRules.reduce(
    (sum, app) => sum + Number(app.isAllowed) - (app.default?.is_whitelisted ?? 0),
    0,
  )
  const allowedUnlisted = user.preferences.unlisted_apps === 'allow' ? unlisted_count : 0
  return {
    all: app_count + outsideCatalogue + unlisted_count,
    allowed: allowed_count + allowedByRules + allowedUnlisted,
  }
}
