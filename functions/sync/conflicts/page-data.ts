import { readCursor, writeCursor } from '../../lib/cursor'
import { devicesOf } from '../devices/queries'
import * as q from './queries'
import type { ConflictsView } from './schema'
import { deviceNames } from './words'

const pageLimit = 50

/** A page of the inbox. */
export const conflictsPage = async (db: D1Database, userId: string, view: ConflictsView) => {
  const [found, devices] = await Promise.all([
    q.conflictsBefore(db, userId, view.show, readCursor(view.before), pageLimit),
    devicesOf(db, userId),
  ])
  const conflicts = found.slice(0, pageLimit)
  const last = found.length > pageLimit ? conflicts.at(-1) : undefined
  return {
    conflicts,
    devices: deviceNames(devices),
    view,
    next: last && writeCursor({ at: last.created_at, id: last.id }),
  }
}
export type ConflictsPageData = Awaited<ReturnType<typeof conflictsPage>>
