import { type AppStatus, statusesOf } from '../../app-rules/app-status'
import { rulesOf } from '../../app-rules/queries'
import { type AppsReader, type AppUse, listApps } from './queries'
import { searchCondition } from './search'
import { type AppsView, pageSize } from './view'

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
