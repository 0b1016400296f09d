import { conflict, retry } from '../../lib/retry'
import { appsOfChange, auditedChange } from './queries'
import { isSame, readState, valuesOf } from './state'
import { writeApps } from './writes'

/** `left` names the apps that stay because they changed since. */
type Undone = { undone: number; left: string[] }

/**
 * Undoes a change of defaults that the audit log recorded, except for apps that changed since. The undo is recorded as
 * a change of its own. Null for an unknown change.
 */
export const undoApps = async (
  db: D1Database,
  adminId: string,
  changeId: string,
  now: number,
): Promise<Undone | null> => {
  return retry(async () => {
    const [audited, found] = await Promise.all([auditedChange(db, changeId), appsOfChange(db, changeId)])
    if (audited.length === 0) return null
    const present = new Map(found.map((app) => [app.package_name, app]))
    const planned = audited.map(({ package_name, before, after }) => {
      const [was, left] = [readState(before), readState(after)]
      const app = present.get(package_name) ?? null
      return {
        change: { package_name, before: app, after: was && valuesOf(was) },
        name: (left ?? was)?.label ?? package_name,
        isAsLeft: isSame(app, left && valuesOf(left)),
      }
    })
    const kept = planned.filter(({ isAsLeft }) => isAsLeft)
    const changes = kept.map(({ change }) => change)
    const written = await writeApps(db, adminId, changes, now, { source: 'undo' })
    if (!written) return conflict
    return { undone: written.changed, left: planned.filter(({ isAsLeft }) => !isAsLeft).map(({ name }) => name) }
  })
}
