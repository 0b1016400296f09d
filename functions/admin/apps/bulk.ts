import { isPackageName } from '../../lib/package-name'
import { conflict, retry } from '../../lib/retry'
import { appsNamed, withAdmins } from './queries'
import type { AppValues, CatalogueApp, StoredApp } from './schema'
import { isSame } from './state'
import { changeOf, writeApps } from './writes'

/** What can be done with many defaults at once. */
export const bulkActions = ['allow', 'block', 'lock', 'unlock', 'delete'] as const
export type BulkAction = (typeof bulkActions)[number]

export const actNames: Record<BulkAction, string> = {
  allow: 'Allow',
  block: 'Block',
  lock: 'Lock',
  unlock: 'Unlock',
  delete: 'Delete',
}

/** After how many: `3 apps blocked`. */
export const doneWords: Record<BulkAction, string> = {
  allow: 'allowed',
  block: 'blocked',
  lock: 'locked',
  unlock: 'unlocked',
  delete: 'deleted',
}

const made: Record<BulkAction, (app: AppValues) => AppValues | null> = {
  allow: (app) => ({ ...app, is_whitelisted: 1 }),
  block: (app) => ({ ...app, is_whitelisted: 0 }),
  lock: (app) => ({ ...app, is_locked: 1 }),
  unlock: (app) => ({ ...app, is_locked: 0 }),
  delete: () => null,
}

/** An app that was ticked, at the version that was on screen. */
type Ticked = { package_name: string; seq: number }

/** The value of an app's box. */
export const tickValue = ({ seq, package_name }: Ticked) => `${seq}:${package_name}`

/** The apps of the boxes; what makes no sense is none. */
export const readTicks = (values: string[]): Ticked[] =>
  values.flatMap((value) => {
    const [, seq, package_name = ''] = /^(\d{1,15}):(.+)$/su.exec(value) ?? []
    return seq !== undefined && isPackageName(package_name) ? [{ seq: Number(seq), package_name }] : []
  })

/** What came of it: what was written, and what was left because it had changed, or is gone. */
export type BulkOutcome = { changeId: string; changed: number; moved: CatalogueApp[]; gone: string[] }

/**
 * Does the same with many defaults, as one change. One that has moved on since it was on screen is left as it is, unless
 * it is as wanted already.
 */
export const changeApps = (
  db: D1Database,
  adminId: string,
  act: BulkAction,
  ticked: Ticked[],
  now: number,
): Promise<BulkOutcome> => {
  const seen = new Map(ticked.map(({ package_name, seq }) => [package_name, seq]))
  return retry(async () => {
    const apps = await appsNamed(db, [...seen.keys()])
    const present = new Set(apps.map(({ package_name }) => package_name))
    const isMoved = (app: StoredApp) => seen.get(app.package_name) !== app.seq && !isSame(app, made[act](app))
    const changes = apps.filter((app) => !isMoved(app)).map((app) => changeOf(app, made[act](app)))
    const written = await writeApps(db, adminId, changes, now)
    if (!written) return conflict
    const moved = await withAdmins(db, apps.filter(isMoved))
    return { ...written, moved, gone: [...seen.keys()].filter((name) => !present.has(name)) }
  })
}
