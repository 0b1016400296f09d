import { type AppRules, joinRules, ruleColumns, rulesOf, type StoredRules } from '../../app-rules/queries'
import { allRows, constant, part, sql } from '../../lib/sql'
import { type AppByName, type KeyedApp, withRules } from './app-by-name'

/** `recent_days` is JSON: seconds by date, for 14 days up to `last_date`. */
export type UsedApp = {
  package_name: string
  last_date: string
  recent_days: string
  is_listed: 0 | 1
  rules?: AppRules
}

type UsedQuery = { from: string; unlistedFrom: string; unlistedLimit: number; withRules: boolean }

const noRuleColumns = constant('NULL AS app, NULL AS admin, NULL AS own')

/** Apps used since `from`, with their rules where these are asked for, plus the latest undecided ones since `unlistedFrom`. */
export const appsUsedSince = async (
  db: D1Database,
  userId: string,
  { from, unlistedFrom, unlistedLimit, withRules: isWithRules }: UsedQuery,
): Promise<UsedApp[]> => {
  const rows = await allRows<UsedApp & StoredRules>(sql(db)`
    SELECT used_apps.package_name, last_date, recent_days, is_listed, ${isWithRules ? ruleColumns : noRuleColumns}
    FROM used_apps INDEXED BY used_apps_by_date
      ${isWithRules ? joinRules(userId, constant('used_apps.package_name')) : constant('')}
    WHERE used_apps.user_id = ${userId} AND last_date >= ${from}
    UNION ALL
    SELECT package_name, last_date, recent_days, is_listed, ${noRuleColumns}
    FROM (
      SELECT package_name, last_date, recent_days, is_listed
      FROM used_apps INDEXED BY used_apps_unlisted
      WHERE user_id = ${userId} AND is_listed = 0 AND last_date >= ${unlistedFrom} AND last_date < ${from}
      ORDER BY last_date DESC, package_name
      LIMIT ${unlistedLimit})`)
  return rows.map(({ app, admin, own, ...used }) =>
    isWithRules ? { ...used, rules: rulesOf({ app, admin, own }) } : used,
  )
}

/** How many apps still fit into `limit` beside those used on a date or later; any number without a limit. */
export const roomBeside = (userId: string, from: string, limit: number | null) =>
  limit === null
    ? constant('1000')
    : part`${limit} - (SELECT count(*) FROM (
        SELECT 1 FROM used_apps INDEXED BY used_apps_by_date
        WHERE user_id = ${userId} AND last_date >= ${from}
        LIMIT ${limit}))`

/** None are read where `unlessUsed` apps were used on `usedBefore` or later, which fill the page. */
type OwnAppsQuery = { usedBefore: string; decided: number; used: number; unlessUsed: number | null }

/**
 * The apps decided about last, by the person or an admin, and those used last before a date, with their sort keys
 * and rules.
 */
export const ownApps = async (
  db: D1Database,
  userId: string,
  { usedBefore, decided, used, unlessUsed }: OwnAppsQuery,
): Promise<AppByName[]> =>
  (
    await allRows<KeyedApp & StoredRules>(sql(db)`
    WITH rest (room) AS MATERIALIZED (SELECT ${roomBeside(userId, usedBefore, unlessUsed)}),
    latest AS MATERIALIZED (
      SELECT package_name FROM (
        SELECT package_name FROM user_apps INDEXED BY user_apps_by_change
        WHERE user_id = ${userId}
        ORDER BY seq DESC, package_name DESC
        LIMIT (SELECT iif(room > 0, ${decided}, 0) FROM rest))
      UNION
      SELECT package_name FROM (
        SELECT package_name FROM used_apps INDEXED BY used_apps_by_date
        WHERE user_id = ${userId} AND last_date < ${usedBefore}
        ORDER BY last_date DESC, package_name DESC
        LIMIT (SELECT iif(room > 0, ${used}, 0) FROM rest)))
    SELECT latest.package_name, coalesce(apps.label_key, lower(coalesce(own.label, latest.package_name))) AS key,
      ${ruleColumns}
    FROM latest ${joinRules(userId, constant('latest.package_name'))}`)
  ).map(withRules)
