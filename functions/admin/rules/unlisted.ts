import { writeAudit } from '../../lib/audit'
import { ProblemError, problems } from '../../lib/problem'
import { conflict, retry } from '../../lib/retry'
import { orStale, sql } from '../../lib/sql'
import { readUnlistedApps, type UnlistedApps } from '../../settings/unlisted'
import { advanceWhitelists, commitAsAdmin } from '../commit'
import { admins } from '../users/queries'

export type UnlistedSetting = { unlisted_apps: 'block' | 'allow'; locked: boolean }

export const unlistedSetting = ({ unlisted_apps, locked_at }: UnlistedApps): UnlistedSetting => ({
  unlisted_apps,
  locked: locked_at !== null,
})

export const unlistedVersion = ({ unlisted_apps, locked_at }: UnlistedApps) => `${unlisted_apps}.${locked_at ?? ''}`

type Person = { userId: string; before: UnlistedApps }

const setUnlisted = (
  db: D1Database,
  adminId: string,
  { userId, before }: Person,
  after: UnlistedSetting,
  now: number,
) => [
  sql(db)`
    UPDATE users
    SET preferences = json_set(preferences, '$.unlisted_apps', ${after.unlisted_apps}), updated_at = ${now},
        unlisted_locked_at = ${after.locked ? now : null}, unlisted_locked_by = ${after.locked ? adminId : null}
    WHERE id = ${userId} AND unlisted_locked_at IS ${before.locked_at}
      AND iif(preferences ->> '$.unlisted_apps' = 'allow', 'allow', 'block') = ${before.unlisted_apps}`,
  orStale(db),
  writeAudit(db, { adminId, action: 'unlisted', subject: userId, before: unlistedSetting(before), after }, now),
  advanceWhitelists(db, [userId]),
]

/**
 * Sets the preference for undecided apps and its lock. An edit without effect writes nothing.
 * @param seen `unlistedVersion` that the edit was made from; without it the last edit wins
 * @returns null for an unknown person; `stale` is the present setting where the edit was made from another version
 * @throws ProblemError 403 when the caller is no longer an admin
 */
export const setUnlistedApps = (
  db: D1Database,
  adminId: string,
  userId: string,
  setting: Partial<UnlistedSetting>,
  seen?: string,
): Promise<'changed' | 'unchanged' | { stale: UnlistedApps } | null> =>
  retry(async () => {
    const before = await readUnlistedApps(db, userId)
    if (!before) return null
    const after = { ...unlistedSetting(before), ...setting }
    if (after.unlisted_apps === before.unlisted_apps && after.locked === (before.locked_at !== null)) return 'unchanged'
    if (seen !== undefined && seen !== unlistedVersion(before)) return { stale: before }
    const writes = setUnlisted(db, adminId, { userId, before }, after, Date.now())
    if ((await commitAsAdmin(db, adminId, writes)) !== null) return 'changed'
    if (!(await admins(db, adminId, adminId)).acts) throw new ProblemError(problems.adminsOnly)
    return conflict
  })
