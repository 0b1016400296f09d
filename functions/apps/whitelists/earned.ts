import type { SelectOption } from '../../../views/ui/field'
import { explainPath, sessionsPath } from '../../../views/ui/links'
import { subjectsOfSession } from '../../ledger/counting'
import { readProjectResolver } from '../../ledger/goal-tree'
import { type ChosenSubject, namedSubjects, subjectChoices } from '../../ledger/subject-choices'
import type { User } from '../../lib/env'
import { eachSubject, filterText, matchesFilter, partsOf } from '../../lib/filter'
import { pathTo } from '../../lib/http/path-to'
import type { Preferences } from '../../lib/preferences'
import { duration } from '../../lib/text/format'
import { isolateDirection } from '../../lib/text/text'
import { dayOf, dayStart } from '../../lib/time/days'
import type { RunningTimer } from '../../lib/time/duration'
import { activeTimer } from '../../time/timer/queries'
import { type AppStatus, appLabel, ruleSetBy } from '../app-rules/app-status'
import { appStatuses } from '../app-rules/queries'
import type { UnlockCondition } from '../app-rules/schema'
import {
  dailyTarget,
  type EarnedRule,
  type EarnedRules,
  type RulesHead,
  readEarned,
  type UnlockProgress,
} from '../app-rules/unlock-condition'

/** A subject of an unlock condition, with a link to its sessions. */
type ConditionSubject = ChosenSubject & { href: string }

const hrefOf = (subject: string) => {
  if (subject.startsWith('goal:')) return pathTo`/goals/${subject.slice(5)}`
  return subject.startsWith('project:') ? sessionsPath(null, subject) : explainPath(null, subject)
}

/** Names the subjects of several conditions. Takes one round trip, or none if all conditions count all time. */
export const conditionSubjects = async (db: D1Database, userId: string, texts: string[]) => {
  const named = await namedSubjects(db, userId, [...new Set(texts.flatMap(eachSubject))])
  return new Map(named.map((one): [string, ConditionSubject] => [one.subject, { ...one, href: hrefOf(one.subject) }]))
}

/** The subjects of one condition; empty if it counts all time. */
export const subjectsOf = (names: Map<string, ConditionSubject>, { subject }: Pick<UnlockCondition, 'subject'>) =>
  eachSubject(subject).flatMap((one) => names.get(one) ?? [])

/**
 * Returns a function that names the condition's subjects. Null if a subject is deleted or not the person's, unless the
 * stored rule already has it.
 */
export const findSubjects = async (
  db: D1Database,
  userId: string,
  after: Pick<UnlockCondition, 'subject'>,
  before?: string | null,
) => {
  const named = await conditionSubjects(db, userId, [after.subject])
  const isMissing = ({ subject, state }: ConditionSubject) =>
    state === 'deleted' && !(before && eachSubject(before).includes(subject))
  if (subjectsOf(named, after).some(isMissing)) return null
  return (one: string) => isolateDirection(named.get(one)?.label ?? 'a deleted item')
}

/** Choices that everybody has. Admins get only these, because a person's projects, goals and tags are private. */
export const everyonesOptions: SelectOption[] = [
  { value: dailyTarget, label: 'Daily target' },
  { value: 'all', label: 'All tracked time' },
]

/** Choices for a person's own rule: the daily target, or any subject that a goal can count. */
export const conditionChoices = async (
  db: D1Database,
  { id, preferences }: { id: string; preferences: Pick<Preferences, 'daily_target_minutes'> },
) => ({
  options: [{ value: dailyTarget, label: `Daily target, ${duration(preferences.daily_target_minutes * 60)}` }],
  groups: await subjectChoices(db, id),
})
export type ConditionChoices = Awaited<ReturnType<typeof conditionChoices>>

export type EarnedApp = {
  id: string
  package_name: string
  label: string
  /** The admin who set the rule and when (epoch ms); null for the person's own rule. */
  admin: { since: number; name: string | undefined } | null
  after: UnlockCondition
  /** Empty for all tracked time. */
  subjects: ConditionSubject[]
  /** True if the subjects are deleted and their tracked time does not reach the condition. */
  is_unreachable: boolean
  progress: UnlockProgress
  /** Source of the rule that overrides this one. */
  overruled_by: 'locked' | 'admin' | null
  /** Link to the sessions that count. */
  href: string
  /** Start of the day or week (epoch ms); the running timer counts from then on. */
  from: number
  /** True if the running timer will count once it stops. */
  is_running: boolean
}

export type EarnedList = {
  apps: EarnedApp[]
  count: number
  runs: RunningTimer | null
  /** Subjects of all rules by key. Includes overridden rules. */
  names: Map<string, ConditionSubject>
  today: string
}

const namesProjects = (subject: string) => /(organization|classification):/.test(subject)

/** Sorts apps: locked ones first, those with the least missing time on top, then open ones; else by package name. */
const nearestFirst = ({ progress }: EarnedRules) => {
  const missing = ({ after }: EarnedRule) => progress(after).missing_seconds || Number.POSITIVE_INFINITY
  return (one: EarnedRule, other: EarnedRule) => {
    const [a, b] = [missing(one), missing(other)]
    return a === b ? 0 : a - b
  }
}

/** The subject for linking to sessions. All learning also includes plans without a project. */
const withPlans = (subject: string) => {
  const { all, none } = partsOf(subject)
  const of = (group: string[]) =>
    group.flatMap((one) => (one === 'classification:learning' ? [one, 'plan:any'] : [one]))
  return filterText({ all: all.map(of), none: of(none) })
}

const overruledBy = (set_by: EarnedRule['set_by'], { effective }: AppStatus) => {
  if (effective.source === 'locked') return 'locked'
  return set_by === 'user' && effective.source === 'admin' ? 'admin' : null
}

/**
 * Lists a person's earned apps: locked ones first, those with the least missing time on top. Progress comes from
 * `head`; a person without earned apps costs no further read.
 * @param now epoch ms
 * @param only package name, to list a single app
 */
export const listEarnedApps = async (
  db: D1Database,
  user: Pick<User, 'id' | 'preferences'>,
  head: RulesHead,
  now: number,
  { limit = 30, only }: { limit?: number; only?: string } = {},
): Promise<EarnedList> => {
  const { preferences } = user
  const today = dayOf(now, preferences)
  const earned = readEarned(head, preferences, today)
  const rules = earned.rules.filter(({ package_name }) => only === undefined || package_name === only)
  if (rules.length === 0) return { apps: [], count: 0, runs: null, names: new Map(), today }
  const shown = rules.toSorted(nearestFirst(earned)).slice(0, limit)
  const packageNames = shown.map(({ package_name }) => package_name)
  const subjects = rules.map(({ after }) => after.subject)
  const [statuses, names, timer, flat] = await Promise.all([
    appStatuses(db, user, packageNames, head, now),
    conditionSubjects(db, user.id, subjects),
    activeTimer(db, user.id),
    subjects.some(namesProjects) ? readProjectResolver(db, user.id) : (subject: string) => [subject],
  ])
  // Subjects under which the running timer will count.
  const running = new Set(timer ? subjectsOfSession(timer) : [])
  const apps = shown.flatMap(({ package_name, set_by, after }): EarnedApp[] => {
    const status = statuses.get(package_name)
    const row = status && ruleSetBy(set_by, status)
    // The rule may have changed between the two reads.
    if (!row) return []
    const ofRule = subjectsOf(names, after)
    const isGone = partsOf(after.subject).all.some((group) => group.every((one) => names.get(one)?.state === 'deleted'))
    const progress = earned.progress(after)
    return [
      {
        id: row.id,
        package_name,
        label: appLabel(status, package_name),
        admin: row.admin_id === null ? null : { since: row.updated_at, name: status.admin?.admin_name ?? undefined },
        after,
        subjects: ofRule,
        is_unreachable: isGone && progress.missing_seconds > 0,
        progress,
        overruled_by: overruledBy(set_by, status),
        href: explainPath(progress.range, withPlans(after.subject)),
        from: dayStart(progress.range.from, preferences),
        is_running:
          timer !== null && matchesFilter(after.subject, (one) => flat(one).some((counted) => running.has(counted))),
      },
    ]
  })
  return { apps, count: rules.length, runs: timer && { started_at: timer.started_at, now }, names, today }
}
