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

/** Version that a form carries. */
export const unlistedVersion = ({ unlisted_apps, locked_at }: UnlistedApps) => `${unlisted_apps}.${locked_at ?? ''}`

type Person = { userId: string; was: UnlistedApps }

const setUnlisted = (
  db: D1Database,
  adminId: string,
  { userId, was }: Person,
  wanted: UnlistedSetting,
  now: number,
) => [
  sql(db)`
    UPDATE users
    SET preferences = json_set(preferences, '$.unlisted_apps', ${wanted.unlisted_apps}), updated_at = ${now},
        unlisted_locked_at = ${wanted.locked ? now : null}, unlisted_locked_by = ${wanted.locked ? adminId : null}
    WHERE id = ${userId} AND unlisted_locked_at IS ${was.locked_at}
      AND iif(preferences ->> '$.unlisted_apps' = 'allow', 'allow', 'block') = ${was.unlisted_apps}`,
  orStale(db),
  writeAudit(db, { adminId, action: 'unlisted', subject: userId, before: unlistedSetting(was), after: wanted }, now),
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
  wanted: Partial<UnlistedSetting>,
  seen?: string,
): Promise<'given' | 'unchanged' | { stale: UnlistedApps } | null> => {
  return retry(async () => {
    const was = await readUnlistedApps(db, userId)
    if (!was) return null
    const after = { ...unlistedSetting(was), ...wanted }
    if (after.unlisted_apps === was.unlisted_apps && after.locked === (was.locked_at !== null)) return 'unchanged'
    if (seen !== undefined && seen !== unlistedVersion(was)) return { stale: was }
    const writes = setUnlisted(db, adminId, { userId, was }, after, Date.now())
    if ((await commitAsAdmin(db, adminId, writes)) !== null) return 'given'
    if (!(await admins(db, adminId, adminId)).acts) throw new ProblemError(problems.adminsOnly)
    return conflict
  })
}
