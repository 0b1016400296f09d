import { writeAudit } from '../../lib/audit'
import { ProblemError, problems } from '../../lib/problem'
import { conflict, retry } from '../../lib/retry'
import { orStale, sql } from '../../lib/sql'
import { type UnlistedApps, unlistedAppsOf } from '../../settings/unlisted'
import { advanceWhitelists, commitAsAdmin } from '../commit'
import { admins } from '../users/queries'

/** What an admin can set of what holds for a person's apps on no list. */
export type UnlistedSetting = { unlisted_apps: 'block' | 'allow'; locked: boolean }

export const unlistedSetting = ({ unlisted_apps, locked_at }: UnlistedApps): UnlistedSetting => ({
  unlisted_apps,
  locked: locked_at !== null,
})

/** What an edit saw, as a form carries it. */
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
 * Sets what holds for a person's apps on no list, and whether they can change it. What is so already is left, and not
 * noted again; what is left out stays.
 * @param seen what the edit saw (`seenOf`); without it the last edit wins
 * @returns null where there is no such person; `stale` is what there is now where that is not what the edit saw
 * @throws ProblemError 403 when the admin has meanwhile become none
 */
export const setUnlistedApps = (
  db: D1Database,
  adminId: string,
  userId: string,
  wanted: Partial<UnlistedSetting>,
  seen?: string,
): Promise<'given' | 'unchanged' | { stale: UnlistedApps } | null> => {
  return retry(async () => {
    const was = await unlistedAppsOf(db, userId)
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
