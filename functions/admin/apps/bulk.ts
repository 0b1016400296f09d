import { onBatch, remember } from '../../lib/cost'
import { isPackageName } from '../../lib/package-name'
import { conflict, retry } from '../../lib/retry'
import { appsNamed } from './queries'
import type { AppValues, StoredApp } from './schema'
import { isSame } from './state'
import { changeOf, writeApps } from './writes'

export const bulkActions = ['allow', 'block', 'lock', 'unlock', 'delete'] as const
export type BulkAction = (typeof bulkActions)[number]

export const actNames: Record<BulkAction, string> = {
  allow: 'Allow',
  block: 'Block',
  lock: 'Lock',
  unlock: 'Unlock',
  delete: 'Delete',
}

/** Stands behind a number of apps: `3 apps blocked`. */
export const doneWords: Record<BulkAction, string> = {
  allow: 'allowed',
  block: 'blocked',
  lock: 'locked',
  unlock: 'unlocked',
  delete: 'deleted',
}

const apply: Record<BulkAction, (app: AppValues) => AppValues | null> = {
  allow: (app) => ({ ...app, is_whitelisted: 1 }),
  block: (app) => ({ ...app, is_whitelisted: 0 }),
  lock: (app) => ({ ...app, is_locked: 1 }),
  unlock: (app) => ({ ...app, is_locked: 0 }),
  delete: () => null,
}

/** App at the version on screen when it was selected. */
type Ticked = { package_name: string; seq: number }

export const tickValue = ({ seq, package_name }: Ticked) => `${seq}:${package_name}`

export const readTicks = (values: string[]): Ticked[] =>
  values.flatMap((value) => {
    const [, seq, package_name = ''] = /^(\d{1,15}):(.+)$/su.exec(value) ?? []
    return seq !== undefined && isPackageName(package_name) ? [{ seq: Number(seq), package_name }] : []
  })

/** `stale` and `gone` were left alone: other admins had changed or deleted them. */
export type BulkOutcome = {
  changeId: string
  changed: number
  stale: StoredApp[]
  gone: string[]
  /** The selected apps that are there now, at their versions. */
  present: Ticked[]
}

/**
 * Applies one action to many defaults as one change that can be undone. An app changed since `seq` is left alone unless
 * it already equals the result.
 */
export const changeApps = (
  db: D1Database,
  adminId: string,
  act: BulkAction,
  ticked: Ticked[],
  now: number,
): Promise<BulkOutcome> => {
  const seen = new Map(ticked.map(({ package_name, seq }) => [package_name, seq]))
  const names = [...seen.keys()]
  const end = onBatch(db, () => remember(db, () => [appsNamed(db, names)]))
  const change = async () => {
    const apps = await appsNamed(db, names)
    const present = new Set(apps.map(({ package_name }) => package_name))
    const isStale = (app: StoredApp) => seen.get(app.package_name) !== app.seq && !isSame(app, apply[act](app))
    const changes = apps.filter((app) => !isStale(app)).map((app) => changeOf(app, apply[act](app)))
    const written = await writeApps(db, adminId, changes, now)
    if (!written) return conflict
    return {
      ...written,
      stale: apps.filter(isStale),
      gone: names.filter((name) => !present.has(name)),
      present: await appsNamed(db, names),
    }
  }
  return retry(change).finally(end)
}
