import { joinConditions } from '../../lib/db/conditions'
import { allRows, constant, part, type SqlPart, sql } from '../../lib/db/sql'
import type { User } from '../../lib/env'
import { cursorValues, pageOfRows } from '../../lib/http/list-view'
import { firstRows } from '../../lib/resource/row-reads'
import { foldText } from '../../lib/text/text'
import { type Range, weekOf } from '../../lib/time/days'
import type { AppRules, AppStatus } from '../app-rules/app-status'
import { hasTermsSql, matchesTerms, queryTerms } from '../app-rules/find-app'
import {
  appStatus,
  appsWithRules,
  hasRuleSql,
  isAllowedSql,
  joinRules,
  ruleColumns,
  rulesOf,
  type StoredRules,
} from '../app-rules/queries'
import type { EarnedRules } from '../app-rules/unlock-condition'
import { type AppListFilter, type AppsView, listsOwnAppsFirst, pageSize } from './schema'

/** The person whose list is read. `today` is their local date. */
type AppsReader = {
  user: Pick<User, 'id' | 'preferences'>
  earned: EarnedRules
  today: string
  /** For an admin: removes private values from the rules. Admins do not see app use either. */
  seen?: (rules: AppRules) => AppRules
}

/** Seconds of use, today and this week. */
type AppUse = { today: number; week: number }

const weekFor = ({ user, today }: AppsReader) => weekOf(today, user.preferences.week_start)

/** Common table: apps used this week. */
const useOf = (userId: string, { from, to }: Range, today: string) => part`
  use (package_name, week, today) AS MATERIALIZED (
    SELECT package_name, total(iif(date <= ${to}, total_seconds, 0)), total(iif(date = ${today}, total_seconds, 0))
    FROM daily_usage
    WHERE daily_usage.user_id = ${userId} AND date >= ${from}
    GROUP BY package_name)`

/** Common table: names of all apps of a person. These have a rule or a default, or were used. */
const namesOf = (userId: string, withUse = true) => part`
  names (package_name, key) AS (
    ${appsWithRules(userId, constant(withUse ? 'lower(coalesce(label, package_name))' : 'package_name'))}
    ${joinConditions([
      withUse &&
        part`UNION ALL SELECT package_name, lower(package_name) FROM used_apps
          WHERE user_id = ${userId} AND NOT ${hasRuleSql(userId, constant('used_apps.package_name'))}`,
    ])})`

const noUse = part`use (package_name, week, today) AS (SELECT NULL, 0, 0)`

/** Maximum number of apps listed before the catalogue because they have a rule, or were used before this week. */
const ownFirst = { decided: 20, used: 10 }

/** Common table: apps that come first. These are the apps used this week, most used on top, then the person's own. */
const firstOf = (userId: string, view: AppsView, from: string) => {
  const mine = listsOwnAppsFirst(view)
  return part`
  first (package_name, place) AS MATERIALIZED (
    SELECT package_name, -1 - week FROM use
    UNION ALL
    SELECT package_name, 0 FROM (
      SELECT package_name FROM (
        SELECT package_name FROM user_apps
        WHERE user_id = ${userId}
        ORDER BY seq DESC, package_name DESC
        LIMIT ${mine ? ownFirst.decided : 0})
      UNION
      SELECT package_name FROM (
        SELECT package_name FROM used_apps
        WHERE user_id = ${userId} AND last_date < ${from}
        ORDER BY last_date DESC, package_name DESC
        LIMIT ${mine ? ownFirst.used : 0}))
    WHERE package_name NOT IN (SELECT package_name FROM use))`
}

const conditionOf = (show: AppListFilter, userId: string, isAllowed: SqlPart) => {
  const name = constant('names.package_name')
  const conditions: Record<AppListFilter, SqlPart | null> = {
    '': null,
    allowed: part`AND ${isAllowed} = 1`,
    blocked: part`AND ${isAllowed} = 0`,
    admin: part`AND theirs.id IS NOT NULL AND apps.is_locked IS NOT 1`,
    never: part`AND NOT EXISTS (SELECT 1 FROM used_apps WHERE used_apps.user_id = ${userId} AND used_apps.package_name = ${name})`,
    unlisted: part`AND NOT ${hasRuleSql(userId, name)}`,
  }
  return conditions[show]
}

const order = { columns: ['place', 'key', 'package_name'] }

/** `after` is the cursor after this app. */
type AppRowOfList = StoredRules & AppUse & { package_name: string; after: string }

/** Reads a page of apps. @param found condition for the apps that a search finds */
const listApps = (db: D1Database, reader: AppsReader, view: AppsView, found: SqlPart | null, limit: number) => {
  const { user, earned, today, seen } = reader
  const week = weekFor(reader)
  const isAllowed = isAllowedSql(earned, user.preferences.unlisted_apps)
  const isByEffect = ['allowed', 'blocked', 'admin'].includes(view.show)
  const byUse = view.sort === '' && !seen
  const placed = part`
    SELECT names.package_name, ${byUse ? constant("coalesce(place, 1) AS place, iif(place < 0, '', key) AS key") : constant('1 AS place, key')}
    FROM names ${joinConditions([
      byUse && constant('LEFT JOIN first ON first.package_name = names.package_name'),
      isByEffect && joinRules(user.id, constant('names.package_name')),
    ])}
    WHERE true ${joinConditions([conditionOf(view.show, user.id, isAllowed), found])}`
  const page = firstRows(
    {
      columns: constant('package_name, place, key'),
      from: part`(${placed})`,
      where: constant('true'),
      order,
      last: cursorValues(view.after, order.columns.length),
    },
    limit,
  )
  return allRows<AppRowOfList>(sql(db)`
    WITH ${seen ? noUse : useOf(user.id, week, today)},
      ${joinConditions([byUse && part`${firstOf(user.id, view, week.from)},`])} ${namesOf(user.id, !seen)}
    SELECT listed.package_name, json_array(listed.place, listed.key, listed.package_name) AS after,
      coalesce(use.week, 0) AS week, coalesce(use.today, 0) AS today, ${ruleColumns}
    FROM (${page}) AS listed
      LEFT JOIN use ON use.package_name = listed.package_name
      ${joinRules(user.id, constant('listed.package_name'))}
    ORDER BY listed.place, listed.key, listed.package_name`)
}

export type AppCounts = { all: number; allowed: number }

export const countApps = (db: D1Database, { user, earned }: Omit<AppsReader, 'today' | 'seen'>) =>
  sql(db)`
    WITH ${namesOf(user.id)}
    SELECT count(*) AS "all", total(${isAllowedSql(earned, user.preferences.unlisted_apps)}) AS allowed
    FROM names ${joinRules(user.id, constant('names.package_name'))}`.first<AppCounts>()

export type UndecidedApp = AppUse & { package_name: string; last_date: string }

/** Apps without rule or default used since a date: those used this week by time, then the others by last use. */
export const undecidedApps = (
  db: D1Database,
  reader: Omit<AppsReader, 'earned' | 'seen'>,
  from: string,
  limit: number,
) => {
  const { user, today } = reader
  const week = weekOf(today, user.preferences.week_start)
  return allRows<UndecidedApp>(sql(db)`
    WITH ${useOf(user.id, week, today)}
    SELECT used_apps.package_name, last_date, coalesce(week, 0) AS week, coalesce(today, 0) AS today
    FROM used_apps LEFT JOIN use ON use.package_name = used_apps.package_name
    WHERE used_apps.user_id = ${user.id} AND last_date >= ${from} AND NOT ${hasRuleSql(user.id, constant('used_apps.package_name'))}
    ORDER BY week DESC, last_date DESC, used_apps.package_name
    LIMIT ${limit}`)
}

/** Apps outside the catalogue, which have no stored search words: those with a rule, and the last used ones. */
const appsOutsideCatalogue = (db: D1Database, userId: string, withUse: boolean, limit: number) =>
  allRows<{ package_name: string; label: string | null }>(sql(db)`
    SELECT package_name, label FROM (
      SELECT package_name, ${constant(withUse ? 'label' : 'NULL AS label')} FROM user_apps AS rule
      WHERE user_id = ${userId} AND NOT EXISTS (SELECT 1 FROM apps WHERE apps.package_name = rule.package_name)
      LIMIT ${limit})
    ${joinConditions([
      withUse &&
        part`UNION ALL SELECT package_name, NULL FROM (
          SELECT package_name FROM used_apps
          WHERE user_id = ${userId} AND NOT ${hasRuleSql(userId, constant('used_apps.package_name'))}
          ORDER BY last_date DESC
          LIMIT ${limit})`,
    ])}`)

/** Maximum number of apps outside the catalogue that a search examines. */
const examinedOutside = 500

/** Condition with AND for apps with a term for each word of the query, or a package name that begins with the query. */
const searchCondition = async (db: D1Database, { user, seen }: AppsReader, typed: string): Promise<SqlPart> => {
  const terms = queryTerms(typed)
  const whole = foldText(typed.trim())
  const outside = await appsOutsideCatalogue(db, user.id, !seen, examinedOutside)
  const found = outside.filter(
    ({ label, package_name }) =>
      matchesTerms([whole], label, package_name) || (terms.length > 0 && matchesTerms(terms, label, package_name)),
  )
  const names = found.map(({ package_name }) => package_name)
  return part`AND names.package_name IN (
    SELECT package_name FROM apps
    WHERE ${hasTermsSql([whole])} ${joinConditions([terms.length > 0 && part`OR ${hasTermsSql(terms)}`])}
    UNION ALL
    SELECT value FROM json_each(${JSON.stringify(names)}))`
}

export type ListedApp = { package_name: string; status: AppStatus; use: AppUse }

/** `next` is the cursor of the next page; undefined on the last page. */
export type AppsPage = { apps: ListedApp[]; next?: string }

export const appsPage = async (db: D1Database, reader: AppsReader, view: AppsView): Promise<AppsPage> => {
  const found = view.q === '' ? null : await searchCondition(db, reader, view.q)
  const { rows, next } = pageOfRows(await listApps(db, reader, view, found, pageSize + 1), pageSize)
  const { user, earned, seen = (rules) => rules } = reader
  const apps = rows.map((row) => ({
    package_name: row.package_name,
    status: appStatus(seen(rulesOf(row)), user, earned),
    use: { today: row.today, week: row.week },
  }))
  return { apps, next }
}
