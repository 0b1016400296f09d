import { hasTerms, queryTerms, searchTerms } from '../../app-rules/find-app'
import { type AppStatus, rulesOf, statusesOf } from '../../app-rules/queries'
import { joined } from '../../lib/conditions'
import { part, type SqlPart } from '../../lib/sql'
import { folded } from '../../lib/text'
import { type AppsReader, type AppUse, appsOutsideCatalogue, listApps } from './queries'
import { type AppsView, pageSize } from './view'

/** Apps outside the catalogue that a search examines. */
const examinedOutside = 500

/** Condition with AND for the apps that have a term for each word of the query, or whose package name begins with it. */
export const searchCondition = async (db: D1Database, userId: string, typed: string): Promise<SqlPart> => {
  const terms = queryTerms(typed)
  const whole = folded(typed.trim())
  const matches = (words: string[]) =>
    words.some((one) => one.startsWith(whole)) ||
    (terms.length > 0 && terms.every((word) => words.some((one) => one.startsWith(word))))
  const outside = await appsOutsideCatalogue(db, userId, examinedOutside)
  const names = outside.flatMap(({ label, package_name }) =>
    matches(searchTerms(label ?? '', package_name)) ? [package_name] : [],
  )
  return part`AND names.package_name IN (
    SELECT package_name FROM apps
    WHERE ${hasTerms([whole])} ${joined([terms.length > 0 && part`OR ${hasTerms(terms)}`])}
    UNION ALL
    SELECT value FROM json_each(${JSON.stringify(names)}))`
}

export type ListedApp = { package_name: string; status: AppStatus; use: AppUse }

/** `next` is the cursor of the next page. */
export type AppsPage = { apps: ListedApp[]; next: string | null }

export const appsPage = async (db: D1Database, reader: AppsReader, view: AppsView): Promise<AppsPage> => {
  const found = view.q === '' ? null : await searchCondition(db, reader.user.id, view.q)
  const rows = await listApps(db, reader, view, found, pageSize + 1)
  const shown = rows.slice(0, pageSize)
  const statuses = statusesOf(new Map(shown.map((row) => [row.package_name, rulesOf(row)])), reader.user, reader.earned)
  return {
    apps: shown.flatMap(({ package_name, today, week }): ListedApp[] => {
      const status = statuses.get(package_name)
      return status ? [{ package_name, status, use: { today, week } }] : []
    }),
    next: (rows.length > pageSize && shown.at(-1)?.after) || null,
  }
}
