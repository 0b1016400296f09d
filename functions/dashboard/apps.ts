import { type AppStatus, appStatuses } from '../app-rules/app-status'
import { type Earned, type EarnedRule, readEarned } from '../app-rules/earned'
import { appLabel } from '../app-rules/label'
import type { WhitelistHead } from '../app-rules/version'
import { dayOf } from '../lib/days'
import type { User } from '../lib/env'

/** How long an app was used. */
export type AppUse = { package_name: string; total_seconds: number }

/** An earned app that a person's own time will open next. */
export type NextApp = Pick<EarnedRule, 'after'> & { label: string; missing_seconds: number }

/** The rule that decides about the app, and is not reached. */
const isWaiting = ({ package_name, set_by }: EarnedRule, standings: Map<string, AppStatus>) => {
  const effective = standings.get(package_name)?.effective
  return (
    effective !== undefined &&
    effective.source === set_by &&
    !effective.is_whitelisted &&
    effective.rule?.after !== null
  )
}

/** Of the apps that wait for a person's own time, the one with the least missing; null where none does. */
const nextToUnlock = ({ rules, progress }: Earned, standings: Map<string, AppStatus>): NextApp | null =>
  rules
    .filter((rule) => isWaiting(rule, standings))
    .map(({ package_name, after }) => ({
      label: appLabel(standings.get(package_name), package_name),
      after,
      missing_seconds: progress(after).missing_seconds,
    }))
    .filter(({ missing_seconds }) => missing_seconds > 0)
    .sort((a, b) => a.missing_seconds - b.missing_seconds)[0] ?? null

/** How long apps were used, parted by what the rules allow now. */
const splitUse = (used: AppUse[], standings: Map<string, AppStatus>) => {
  const sum = (some: AppUse[]) => some.reduce((total, { total_seconds }) => total + total_seconds, 0)
  const allowed = used.filter(({ package_name }) => standings.get(package_name)?.effective.is_whitelisted === true)
  return { seconds: sum(used), allowed_seconds: sum(allowed) }
}

/**
 * How long apps were used today, and which opens next; null where nothing was ever reported. One statement.
 * @param now epoch ms
 */
export const appsToday = async (
  db: D1Database,
  user: Pick<User, 'id' | 'preferences'>,
  head: WhitelistHead | undefined,
  used: AppUse[],
  now: number,
) => {
  if (!head || head.usage_seq === 0) return null
  const earned = readEarned(head.earned, user.preferences, dayOf(now, user.preferences))
  const names = [...used, ...earned.rules].map(({ package_name }) => package_name)
  const standings = await appStatuses(db, user, names, head, now)
  return { ...splitUse(used, standings), next: nextToUnlock(earned, standings) }
}
