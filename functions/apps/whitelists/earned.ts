import type { Option } from '../../../views/ui/field'
import { explainPath, sessionsPath } from '../../../views/ui/links'
import { projects } from '../../filing/projects/queries'
import { mostUsedTags } from '../../filing/tags/queries'
import { openGoals } from '../../ledger/goal-tree'
import { sql } from '../../lib/db/sql'
import type { User } from '../../lib/env'
import { pathTo } from '../../lib/http/path-to'
import type { Preferences } from '../../lib/preferences'
import { duration } from '../../lib/text/format'
import { isolated } from '../../lib/text/text'
import { dayOf, dayStart } from '../../lib/time/days'
import type { RunningTimer } from '../../lib/time/duration'
import { projectLabel } from '../../line/names'
import { activeTimer } from '../../time/timer/queries'
import type { ActiveTimer } from '../../time/timer/schema'
import { type AppStatus, appLabel } from '../app-rules/app-status'
import type { WhitelistHead } from '../app-rules/effective-rule'
import { appStatuses } from '../app-rules/queries'
import type { RuleRow, UnlockCondition } from '../app-rules/schema'
import {
  dailyTarget,
  type Earned,
  type EarnedRule,
  readEarned,
  type UnlockProgress,
} from '../app-rules/unlock-condition'

/**
 * Subject of an unlock condition. Time still counts under `inactive` projects and tags and `ended` goals; nothing can
 * be tracked under `deleted` ones.
 */
type ConditionSubject = {
  name: string
  /** Set for projects only. */
  color: string | null
  href: string
  state: 'open' | 'inactive' | 'ended' | 'deleted'
}

type Row = Omit<ConditionSubject, 'href'> & { subject: string }

const rowsOf = (db: D1Database, userId: string, subjects: string) =>
  sql(db)`
    SELECT value AS subject, name, color, iif(deleted_at IS NOT NULL, 'deleted', iif(status = 'inactive', status, 'open')) AS state
    FROM json_each(${subjects}) JOIN projects
      ON projects.user_id = ${userId} AND projects.id = substr(value, 9)
    WHERE value LIKE 'project:%'
    UNION ALL
    SELECT value, title, NULL,
      iif(deleted_at IS NOT NULL, 'deleted', iif(status IN ('completed', 'cancelled'), 'ended', 'open'))
    FROM json_each(${subjects}) JOIN goals ON goals.user_id = ${userId} AND goals.id = substr(value, 6)
    WHERE value LIKE 'goal:%'
    UNION ALL
    SELECT value, substr(value, 5), NULL,
      iif(EXISTS (SELECT 1 FROM inactive_tags WHERE user_id = ${userId} AND tag = substr(value, 6)), 'inactive', 'open')
    FROM json_each(${subjects})
    WHERE value LIKE 'tag:#%'`.all<Row>()

const hrefOf = (subject: string) => {
  if (subject.startsWith('goal:')) return pathTo`/goals/${subject.slice(5)}`
  return subject.startsWith('project:') ? sessionsPath(null, subject) : explainPath(null, subject)
}

/**
 * Names of the person's own subjects; unknown ones and `all` are left out. Every tag counts as their own. One
 * statement, or none without subjects.
 */
export const conditionSubjects = async (
  db: D1Database,
  userId: string,
  subjects: string[],
): Promise<Map<string, ConditionSubject>> => {
  const named = [...new Set(subjects)].filter((subject) => subject !== 'all')
  if (named.length === 0) return new Map()
  const { results } = await rowsOf(db, userId, JSON.stringify(named))
  return new Map(results.map(({ subject, ...row }) => [subject, { ...row, href: hrefOf(subject) }]))
}

const canDependOn = (subject: string, names: Map<string, ConditionSubject>) =>
  subject === 'all' || (names.get(subject)?.state ?? 'deleted') !== 'deleted'

/** Null unless the subject is the person's own and not deleted, or the rule has it already. */
export const findSubject = async (
  db: D1Database,
  userId: string,
  { subject }: UnlockCondition,
  before?: string | null,
) => {
  const names = await conditionSubjects(db, userId, [subject])
  const found = names.get(subject)
  return canDependOn(subject, names) || subject === before ? { name: found && isolated(found.name) } : null
}

const offeredTags = 50
const lookedAt = 2 * offeredTags

/** Choices for everybody. Admins get only these, as a person's projects, goals and tags are private. */
export const allTimeOptions = (target?: number): Option[] => [
  { value: dailyTarget, label: target === undefined ? 'Daily target' : `Daily target, ${duration(target * 60)}` },
  { value: 'all', label: 'All tracked time' },
]

/**
 * Choices for a person's own rule: the daily target, all time, active projects, open goals and the most used tags, and
 * the present choice even where it is inactive or deleted.
 */
export const conditionChoices = async (
  db: D1Database,
  { id, preferences }: { id: string; preferences: Pick<Preferences, 'daily_target_minutes'> },
  now?: UnlockCondition,
): Promise<Option[]> => {
  const [projectRows, goals, tags] = await Promise.all([
    projects(db, id),
    openGoals(db, id),
    mostUsedTags(db, id, lookedAt),
  ])
  const options = [
    ...allTimeOptions(preferences.daily_target_minutes),
    ...projectRows
      .filter(({ status }) => status === 'active')
      .map((project) => ({ value: `project:${project.id}`, label: `Project: ${projectLabel(project)}` })),
    ...goals.map(({ id, title }) => ({ value: `goal:${id}`, label: `Goal: ${title}` })),
    ...tags
      .filter(({ inactive, counts }) => !inactive && counts.session)
      .slice(0, offeredTags)
      .map(({ tag }) => ({ value: `tag:#${tag}`, label: `Tag: #${tag}` })),
  ]
  if (!now || options.some(({ value }) => value === now.subject)) return options
  const named = (await conditionSubjects(db, id, [now.subject])).get(now.subject)
  const deleted = named?.state === 'deleted' ? ' (deleted)' : ''
  return [...options, { value: now.subject, label: named ? `${named.name}${deleted}` : 'Deleted item' }]
}

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
  /** Subjects of all rules by key, hidden rules included. */
  names: Map<string, ConditionSubject>
  today: string
}

/** Subjects that the timer will count under. */
const subjectsOf = ({ project_id, goal_id, tags }: ActiveTimer) =>
  new Set(['all', `project:${project_id}`, `goal:${goal_id}`, ...tags.map((tag) => `tag:#${tag}`)])

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
        href: explainPath(progress.range, after.subject),
        from: dayStart(progress.range.from, preferences),
        is_running: running?.has(after.subject) ?? false,
      },
    ]
  })
  return { apps, count: rules.length, runs: timer && { started_at: timer.started_at, now }, names, today }
}
