import { explainPath } from '../../../views/links'
import type { RunningTimer } from '../../../views/timer/running'
import { type AppStatus, appStatuses } from '../../app-rules/app-status'
import { type Earned, type EarnedRule, readEarned, type UnlockProgress } from '../../app-rules/earned'
import { appLabel } from '../../app-rules/label'
import type { RuleRow, UnlockCondition } from '../../app-rules/schema'
import type { WhitelistHead } from '../../app-rules/version'
import { dayOf, dayStart, type Range, weekOf } from '../../lib/days'
import type { User } from '../../lib/env'
import { activeTimer } from '../../timer/queries'
import type { ActiveTimer } from '../../timer/schema'
import { adminNames } from '../list/queries'
import { type ConditionSubject, conditionSubjects } from './condition-subjects'

/** An app that is opened by a person's own time, with how far they are. */
export type EarnedApp = {
  /** Of the rule. */
  id: string
  package_name: string
  /** What the app is called. */
  label: string
  /** Set by an admin for them: when (epoch ms), and by whom where that is known; null where it is their own. */
  admin: { since: number; name: string | undefined } | null
  after: UnlockCondition
  /** What counts; null for all tracked time, and for what is gone for good. */
  subject: ConditionSubject | null
  /** Nothing can be tracked under the subject any more, and what there is does not reach. */
  is_unreachable: boolean
  progress: UnlockProgress
  /** The rule does not hold: a locked default or an admin's rule comes before it. */
  overruled_by: 'locked' | 'admin' | null
  /** What was tracked within the day or the week: where its ledger rows are. */
  href: string
  /** When the day or week began (epoch ms): what runs counts from then on. */
  from: number
  /** What runs now will count when it stops. */
  is_running: boolean
}

export type EarnedList = {
  apps: EarnedApp[]
  /** How many there are; more than `apps` where only the first are shown. */
  count: number
  runs: RunningTimer | null
  /** What each of the rules depends on is called, by subject, of those not shown too. */
  names: Map<string, ConditionSubject>
  today: string
}

/** Under which subjects of the ledger a timer will count. */
const subjectsOf = ({ project_id, goal_id, tags }: ActiveTimer) =>
  new Set(['all', `project:${project_id}`, `goal:${goal_id}`, ...tags.map((tag) => `tag:#${tag}`)])

const rangeOf = (period: UnlockCondition['period'], today: string, weekStart: number): Range =>
  period === 'day' ? { from: today, to: today } : weekOf(today, weekStart)

/** Those that wait first, the nearest to open in front; the open ones behind, each in the order of package names. */
const nearestFirst = ({ progress }: Earned) => {
  const missing = ({ after }: EarnedRule) => progress(after).missing_seconds || Number.POSITIVE_INFINITY
  return (one: EarnedRule, other: EarnedRule) => {
    const [a, b] = [missing(one), missing(other)]
    return a === b ? 0 : a - b
  }
}

/** The row of a rule that depends on time; none where it was changed between two reads. */
const rowOf = (set_by: EarnedRule['set_by'], { admin, own }: AppStatus): RuleRow | null =>
  set_by === 'admin' ? admin : own

const overruledBy = (set_by: EarnedRule['set_by'], { effective }: AppStatus) => {
  if (effective.source === 'locked') return 'locked'
  return set_by === 'user' && effective.source === 'admin' ? 'admin' : null
}

/**
 * A person's earned apps: those that wait first, the nearest to open in front. Their progress is in the head already; what
 * they are called takes one statement, what counts another, the timer a third, admins who
 * set them a fourth. Nothing is asked where there are none.
 * @param now epoch ms
 * @param limit how many are shown at most
 * @param only the app of this package name alone
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
  const [standings, names, timer] = await Promise.all([
    appStatuses(db, user, packageNames, head, now),
    conditionSubjects(db, user.id, subjects),
    activeTimer(db, user.id),
  ])
  const running = timer && subjectsOf(timer)
  const setBy = shown.flatMap(({ package_name, set_by }) =>
    set_by === 'admin' ? (standings.get(package_name)?.admin?.admin_id ?? []) : [],
  )
  const admins = setBy.length > 0 ? await adminNames(db, user.id, [...new Set(setBy)]) : null
  const apps = shown.flatMap(({ package_name, set_by, after }): EarnedApp[] => {
    const standing = standings.get(package_name)
    const row = standing && rowOf(set_by, standing)
    if (!row) return []
    const subject = names.get(after.subject) ?? null
    const isGone = after.subject !== 'all' && (subject === null || subject.state === 'deleted')
    const progress = earned.progress(after)
    const range = rangeOf(after.period, today, preferences.week_start)
    return [
      {
        id: row.id,
        package_name,
        label: appLabel(standing, package_name),
        admin: row.admin_id === null ? null : { since: row.updated_at, name: admins?.names.get(row.admin_id) },
        after,
        subject,
        is_unreachable: isGone && progress.missing_seconds > 0,
        progress,
        overruled_by: overruledBy(set_by, standing),
        href: explainPath(range, after.subject),
        from: dayStart(range.from, preferences),
        is_running: running?.has(after.subject) ?? false,
      },
    ]
  })
  return { apps, count: rules.length, runs: timer && { started_at: timer.started_at, now }, names, today }
}
