import type { Context } from 'hono'
import { AppsToday, type NextApp } from '../../../views/apps/whitelists/today'
import { subjectNames } from '../../ledger/sums'
import type { App } from '../../lib/env'
import type { TodayFacts } from '../../lib/feature'
import { dayOf } from '../../lib/time/days'
import { isUsed } from '../../lib/uses'
import { type AppStatus, appLabel } from '../app-rules/app-status'
import { appStatuses, usedSince } from '../app-rules/queries'
import { type Earned, type EarnedRule, readEarned } from '../app-rules/unlock-condition'
import { readUsage } from '../usage/queries'

type AppUse = { package_name: string; total_seconds: number }

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

/** Draws how long apps were used today and which one opens next. Nothing in a context, or where no use was ever reported. */
export const appsToday = async (c: Context<App>, { now }: TodayFacts) => {
  const { user, head, orgTime } = c.var
  const { DB } = c.env
  if (!isUsed(user, 'apps') || orgTime || head.usage_seq === 0) return null
  const today = dayOf(now, user.preferences)
  const earned = readEarned(head.earned, user.preferences, today)
  const packages = earned.rules.map(({ package_name }) => package_name)
  const subjects = earned.rules.map(({ after }) => after.subject).filter((subject) => /^(project|goal):/.test(subject))
  const [used, statuses, names] = await Promise.all([
    readUsage(DB, user.id, today, today),
    appStatuses(DB, user, usedSince(user.id, today, packages), head, now),
    subjectNames(DB, user.id, [...new Set(subjects)]),
  ])
  return <AppsToday {...splitUse(used, statuses)} next={nextToUnlock(earned, statuses)} names={names} today={today} />
}
