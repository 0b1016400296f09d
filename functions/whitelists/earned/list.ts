import { explainPath } from '../../../views/links'
import type { RunningTimer } from '../../../views/timer/running'
import type { WhitelistHead } from '../../app-rules/effective-rule'
import { type AppStatus, appLabel, appStatuses } from '../../app-rules/queries'
import type { RuleRow, UnlockCondition } from '../../app-rules/schema'
import { type Earned, type EarnedRule, readEarned, type UnlockProgress } from '../../app-rules/unlock-condition'
import { dayOf, dayStart, type Range, weekOf } from '../../lib/days'
import type { User } from '../../lib/env'
import { activeTimer } from '../../timer/queries'
import type { ActiveTimer } from '../../timer/schema'
import { type ConditionSubject, conditionSubjects } from './condition-subjects'

export type EarnedApp = {
  id: string
  package_name: string
  label: string
  /** Since when (epoch ms) and by whom an admin set the rule; null for the person's own. */
  admin: { since: number; name: string | undefined } | null
  after: UnlockCondition
  /** Null for all tracked time and for a subject that is gone for good. */
  subject: ConditionSubject | null
  /** The subject is deleted and its tracked time does not suffice. */
  is_unreachable: boolean
  progress: UnlockProgress
  /** Source of the rule that overrides this one. */
  overruled_by: 'locked' | 'admin' | null
  /** Ledger of the tracked time that counts. */
  href: string
  /** Start of the day or week (epoch ms), from which the running timer counts. */
  from: number
  /** The running timer will count once it stops. */
  is_running: boolean
}

export type EarnedList = {
  apps: EarnedApp[]
  count: number
  runs: RunningTimer | null
  /** Subjects of all rules by key, also of those not shown. */
  names: Map<string, ConditionSubject>
  today: string
}

/** Subjects that the timer will count under. */
const subjectsOf = ({ project_id, goal_id, tags }: ActiveTimer) =>
  new Set(['all', `project:${project_id}`, `goal:${goal_id}`, ...tags.map((tag) => `tag:#${tag}`)])

const rangeOf = (period: UnlockCondition['period'], today: string, weekStart: number): Range =>
  period === 'day' ? { from: today, to: today } : weekOf(today, weekStart)

/** Locked apps first, the nearest to unlock on top, then open ones; each group by package name. */
const nearestFirst = ({ progress }: Earned) => {
  const missing = ({ after }: EarnedRule) => progress(after).missing_seconds || Number.POSITIVE_INFINITY
  return (one: EarnedRule, other: EarnedRule) => {
    const [a, b] = [missing(one), missing(other)]
    return a === b ? 0 : a - b
  }
}

/** Null where the rule changed between two reads. */
const rowOf = (set_by: EarnedRule['set_by'], { admin, own }: AppStatus): RuleRow | null =>
  set_by === 'admin' ? admin : own

const overruledBy = (set_by: EarnedRule['set_by'], { effective }: AppStatus) => {
  if (effective.source === 'locked') return 'locked'
  return set_by === 'user' && effective.source === 'admin' ? 'admin' : null
}

/**
 * Lists a person's earned apps: locked ones first, the nearest to unlock on top. Their progress comes with `head`;
 * without earned apps nothing else is read.
 * @param now epoch ms
 * @param only package name of the only app to list
 */
export const listEarnedApps = async (
  db: D1Database,
  user: Pick<User, 'id' | 'preferences'>,
  head: Pick<WhitelistHead, 'earned'>,
  now: number,
  { limit = 30, only }: { limit?: number; only?: string } = {},
): Promise<EarnedList> => {
  const { preferences } = user
  const today = dayOf(now, preferences)
  const earned = readEarned(head.earned, preferences, today)
  const rules = earned.rules.filter(({ package_name }) => only === undefined || package_name === only)
  if (rules.length === 0) return { apps: [], count: 0, runs: null, names: new Map(), today }
  const shown = rules.toSorted(nearestFirst(earned)).slice(0, limit)
  const packageNames = shown.map(({ package_name }) => package_name)
  const subjects = rules.map(({ after }) => after.subject)
  const [statuses, names, timer] = await Promise.all([
    appStatuses(db, user, packageNames, head, now),
    conditionSubjects(db, user.id, subjects),
    activeTimer(db, user.id),
  ])
  const running = timer && subjectsOf(timer)
  const apps = shown.flatMap(({ package_name, set_by, after }): EarnedApp[] => {
    const status = statuses.get(package_name)
    const row = status && rowOf(set_by, status)
    if (!row) return []
    const subject = names.get(after.subject) ?? null
    const isGone = after.subject !== 'all' && (subject === null || subject.state === 'deleted')
    const progress = earned.progress(after)
    const range = rangeOf(after.period, today, preferences.week_start)
    return [
      {
        id: row.id,
        package_name,
        label: appLabel(status, package_name),
        admin: row.admin_id === null ? null : { since: row.updated_at, name: status.admin?.admin_name ?? undefined },
        after,
        subject,
        is_unreachable: isGone && progress.missing_seconds > 0,
        progress,
        overruled_by: overruledBy(set_by, status),
        href: explainPath(range, after.subject),
        from: dayStart(range.from, preferences),
        is_running: running?.has(after.subject) ?? false,
      },
    ]
  })
  return { apps, count: rules.length, runs: timer && { started_at: timer.started_at, now }, names, today }
}
