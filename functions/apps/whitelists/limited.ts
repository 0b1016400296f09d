import type { User } from '../../lib/env'
import { dayOf } from '../../lib/time/days'
import { type AppStatus, appLabel } from '../app-rules/app-status'
import { appStatuses } from '../app-rules/queries'
import { appOfScope, type LimitUse, scopeName } from '../app-rules/time-limit'
import { type RulesHead, readEarned } from '../app-rules/unlock-condition'

/** A limit as the pages show it. */
export type ShownLimit = LimitUse & {
  label: string
  /** The admin's name if an admin set it; undefined for the person's own. */
  admin?: string | null
}

/** Time that a limit allows in its day or week. */
export const allowedSeconds = ({ limit, extended_seconds, earned_seconds }: LimitUse) =>
  limit.seconds + extended_seconds + earned_seconds

/** Percent of a limit that is used. */
export const usedPercent = (use: LimitUse) => Math.floor((100 * use.used_seconds) / allowedSeconds(use))

/** Percent from which a limit is nearly used. */
const nearly = 80

/** True from 80 % of a limit on, on days on which it holds. */
export const nearlyUsed = (use: LimitUse) => use.holds && usedPercent(use) >= nearly

/** True if the limit belongs to the app's effective rule. */
const isEffective = ({ effective }: AppStatus, { set_by }: LimitUse) => effective.source === set_by

/** Limits in effect, nearest to their end first. A person without limits costs no read. @param now epoch ms */
export const listLimits = async (
  db: D1Database,
  user: Pick<User, 'id' | 'preferences'>,
  head: RulesHead,
  now: number,
): Promise<ShownLimit[]> => {
  const { limits } = readEarned(head, user.preferences, dayOf(now, user.preferences))
  const names = limits.flatMap(({ scope }) => appOfScope(scope) ?? [])
  const statuses = names.length > 0 ? await appStatuses(db, user, names, head, now) : new Map<string, AppStatus>()
  return limits
    .flatMap((use): ShownLimit[] => {
      const name = appOfScope(use.scope)
      if (name === null) return [{ ...use, label: scopeName(use.scope) }]
      const status = statuses.get(name)
      if (!status || !isEffective(status, use)) return []
      const admin = use.set_by === 'admin' ? (status.admin?.admin_name ?? null) : undefined
      return [{ ...use, label: appLabel(status, name), admin }]
    })
    .toSorted((one, other) => usedPercent(other) - usedPercent(one))
}
