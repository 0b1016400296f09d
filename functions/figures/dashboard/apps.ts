import type { WhitelistHead } from '../../apps/app-rules/effective-rule'
import { type AppStatus, appLabel, appStatuses, usedSince } from '../../apps/app-rules/queries'
import { type Earned, type EarnedRule, readEarned } from '../../apps/app-rules/unlock-condition'
import { readUsage } from '../../apps/usage/queries'
import { dayOf } from '../../lib/days'
import type { User } from '../../lib/env'

type AppUse = { package_name: string; total_seconds: number }

/** The app that tracked time will unlock next. */
export type NextApp = Pick<EarnedRule, 'after'> & { label: string; missing_seconds: number }

/** True if the rule is the effective one and its unlock condition is not met. */
const isWaiting = ({ package_name, set_by }: EarnedRule, statuses: Map<string, AppStatus>) => {
  const effective = statuses.get(package_name)?.effective
  return effective?.source === set_by && !effective.is_whitelisted && effective.rule?.after !== null
}

const nextToUnlock = ({ rules, progress }: Earned, statuses: Map<string, AppStatus>): NextApp | null =>
  rules
    .filter((rule) => isWaiting(rule, statuses))
    .map(({ package_name, after }) => ({
      label: appLabel(statuses.get(package_name), package_name),
      after,
      missing_seconds: progress(after).missing_seconds,
    }))
    .filter(({ missing_seconds }) => missing_seconds > 0)
    .sort((a, b) => a.missing_seconds - b.missing_seconds)[0] ?? null

const splitUse = (used: AppUse[], statuses: Map<string, AppStatus>) => {
  const sum = (uses: AppUse[]) => uses.reduce((total, { total_seconds }) => total + total_seconds, 0)
  const allowed = used.filter(({ package_name }) => statuses.get(package_name)?.effective.is_whitelisted === true)
  return { seconds: sum(used), allowed_seconds: sum(allowed) }
}

/**
 * Reads the apps used today with their effective rules, and the earned apps. Null if no use was ever
 * reported. @param now epoch ms
 */
export const readAppsToday = async (
  db: D1Database,
  user: Pick<User, 'id' | 'preferences'>,
  head: WhitelistHead | undefined,
  now: number,
) => {
  if (!head || head.usage_seq === 0) return null
  const today = dayOf(now, user.preferences)
  const earned = readEarned(head.earned, user.preferences, today)
  const names = earned.rules.map(({ package_name }) => package_name)
  const [used, statuses] = await Promise.all([
    readUsage(db, user.id, today, today),
    appStatuses(db, user, usedSince(user.id, today, names), head, now),
  ])
  return { ...splitUse(used, statuses), next: nextToUnlock(earned, statuses) }
}
