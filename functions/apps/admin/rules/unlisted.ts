import { z } from 'zod'
import { readUnlistedApps, type UnlistedApps } from '../../../account/settings/save'
import { Instant, isoOrNull } from '../../../lib/api/values'
import { writeAudit } from '../../../lib/db/audit'
import { orStale, sql } from '../../../lib/db/sql'
import { preferenceFields } from '../../../lib/preferences'
import type { AuditRow } from '../audit/schema'
import { advanceWhitelists, commitAsAdmin } from '../commit'

/** Preference for apps without a rule or default, and whether an admin locked it, as in the audit log. */
const Unlisted = z.object({ unlisted_apps: z.enum(['block', 'allow']), locked: z.boolean() })
export type Unlisted = z.infer<typeof Unlisted>

export const unlistedOf = ({ unlisted_apps, locked_at }: UnlistedApps): Unlisted => ({
  unlisted_apps,
  locked: locked_at !== null,
})

export const unlistedWords = ({ unlisted_apps, locked }: Unlisted) =>
  `${unlisted_apps === 'allow' ? 'allowed' : 'blocked'}, ${locked ? 'locked' : 'their choice'}`

/** Describes a change, for example `blocked, their choice → blocked, locked`. */
export const unlistedChange = ({ before, after }: Pick<AuditRow, 'before' | 'after'>) =>
  [before, after].map((json) => unlistedWords(Unlisted.parse(JSON.parse(json ?? 'null')))).join(' → ')

export const unlistedVersion = ({ unlisted_apps, locked_at }: UnlistedApps) => `${unlisted_apps}.${locked_at ?? ''}`

const unseen = 'Something is missing from this form. Reload the page and try again.'

export const UnlistedForm = z.object({
  unlisted_apps: preferenceFields.unlisted_apps,
  locked: z
    .literal('yes', unseen)
    .optional()
    .transform((value) => value === 'yes'),
  seen: z.string(unseen).regex(/^(block|allow)\.\d{0,15}$/, unseen),
})

export const UnlistedJson = z
  .object({
    unlisted_apps: z.enum(['block', 'allow']),
    unlisted_apps_locked: z.boolean().meta({ description: 'The person can’t change it.' }),
    locked_at: Instant.nullable(),
    locked_by: z.string().nullable().meta({ description: 'Name of the admin who locked it.' }),
  })
  .meta({ id: 'UnlistedApps' })

export const unlistedJson = ({ unlisted_apps, locked_at, locked_by }: UnlistedApps) => ({
  unlisted_apps,
  unlisted_apps_locked: locked_at !== null,
  locked_at: isoOrNull(locked_at),
  locked_by,
})

export const UnlistedBody = z
  .strictObject({
    unlisted_apps: preferenceFields.unlisted_apps.optional(),
    unlisted_apps_locked: z.boolean('Choose true or false').optional(),
  })
  .meta({ id: 'UnlistedAppsPatch', example: { unlisted_apps: 'block', unlisted_apps_locked: true } })

/**
 * Sets the preference for unlisted apps and its lock. An edit without effect writes nothing.
 * @param seen `unlistedVersion` that the edit was made from; without it the last edit wins
 * @returns null for an unknown person; `stale` is the current setting if the edit was based on another version
 * @throws ProblemError 403 if the caller is no longer an admin
 */
export const setUnlistedApps = (
  db: D1Database,
  adminId: string,
  userId: string,
  { unlisted_apps, locked }: Partial<Unlisted>,
  seen?: string,
): Promise<'changed' | 'unchanged' | { stale: UnlistedApps } | null> =>
  commitAsAdmin<'changed' | 'unchanged' | { stale: UnlistedApps } | null>(db, adminId, async () => {
    const found = await readUnlistedApps(db, userId)
    if (!found) return { result: null }
    const before = unlistedOf(found)
    const after = { unlisted_apps: unlisted_apps ?? before.unlisted_apps, locked: locked ?? before.locked }
    if (unlistedWords(after) === unlistedWords(before)) return { result: 'unchanged' }
    if (seen !== undefined && seen !== unlistedVersion(found)) return { result: { stale: found } }
    const now = Date.now()
    const writes = [
      sql(db)`
        UPDATE users
        SET preferences = json_set(preferences, '$.unlisted_apps', ${after.unlisted_apps}), updated_at = ${now},
            unlisted_locked_at = ${after.locked ? now : null}, unlisted_locked_by = ${after.locked ? adminId : null}
        WHERE id = ${userId} AND unlisted_locked_at IS ${found.locked_at}
          AND iif(preferences ->> '$.unlisted_apps' = 'allow', 'allow', 'block') = ${before.unlisted_apps}`,
      orStale(db),
      writeAudit(db, { adminId, action: 'unlisted', subject: userId, before, after }, now),
      advanceWhitelists(db, [userId]),
    ]
    return { result: 'changed', writes }
  })
