import type { WhitelistHead } from '../../apps/app-rules/effective-rule'
import { isDecided } from '../../apps/app-rules/queries'
import { overdueGoals as overdueGoalsOf } from '../../goals/goals/queries'
import { cardsDue, type ReviewDay, reviewDay } from '../../learning/plans/cards-due'
import { sessionsAround } from '../../ledger/facts'
import { addDays, dayOf, dayStart } from '../../lib/days'
import type { JobRow } from '../../lib/jobs/queries'
import { allOrgs, clientOf, inOrg, type Org, organizationOf } from '../../lib/org'
import { constant, type Head, sql } from '../../lib/sql'
import type { Owner } from '../../time/timer/actions'
import { type CheckIn, checkInFor } from '../../time/timer/unfinished/check-in'
import { abandonAt, nextStatusChangeAt } from '../../time/timer/unfinished/thresholds'
import { type ShownTimer, type TimerRow, timerOf } from './shown-timer'

/** Versions of a person's rows and of their apps. `catalogue_seq` is 0 for a person without usage reports. */
type ShellHead = Head & WhitelistHead

/** Data of the frame around every page; `now` in epoch ms. */
export type Shell = {
  now: number
  head: ShellHead
  timer: ShownTimer | null
  /** When the last session ended (epoch ms), where that is not long ago; not asked for while a timer runs. */
  lastEnd: number | null
  overdueGoals: number
  /** How many apps were used of late that nobody decided about. */
  newApps: number
  /** Cards that can be reviewed today. */
  cardsDue: number
  /** Up to when pages are known to have been visited while the timer runs (epoch ms). */
  lastVisit: number | null
  /** Set when the timer has run for so long that the person is asked about it. */
  checkIn: CheckIn | null
  /** A long write that is not finished. */
  job: ShownJob | null
  /** Organizations that the navigation offers, by name. */
  organizations: { id: string; name: string }[]
  /** Name of the organization of the context; null for all, for Personal, and for one that is gone. */
  orgName: string | null
  /** Version of the timer bar. */
  version: string
}

type ShownJob = Pick<JobRow, 'id' | 'title' | 'records' | 'position' | 'total'>

/** How long the end of the last session is offered as a start. */
const offered = 12 * 60 * 60 * 1000

/** Undecided apps are counted up to this number. */
export const newAppsCounted = 20

const newForDays = 30

/** The most organizations that the navigation offers; the page of organizations has the others. */
const organizationsOffered = 30

type Row = ShellHead & {
  overdue_goals: number
  new_apps: number
  cards: number
  last_end: number | null
  last_visit: number | null
  job: string | null
  organizations: string
  org_name: string | null
} & TimerRow

type Asked = { from: number; now: number; appsFrom: string; day: ReviewDay; org: Org }

const rowOf = (db: D1Database, userId: string, { from, now, appsFrom, day, org }: Asked) =>
  sql(db)`
    SELECT head.seq, head.stats_seq, head.timer_seq, head.usage_seq, head.whitelist_seq, head.epoch, head.earned,
      iif(head.usage_seq = 0, 0, (SELECT seq FROM app_catalogue WHERE id = 1)) AS catalogue_seq,
      iif(head.usage_seq = 0, 0, (
        SELECT count(*) FROM used_apps
        WHERE user_id = ${userId} AND last_date >= ${appsFrom}
          AND NOT ${isDecided(userId, constant('used_apps.package_name'))})) AS new_apps,
      ${overdueGoalsOf(userId, day.today, org)} AS overdue_goals,
      ${cardsDue(userId, day, { org })} AS cards,
      iif(timer.number IS NULL, (
        SELECT max(ended_at) FROM sessions
        WHERE user_id = ${userId} AND id IN (${sessionsAround(userId, from, now)}) AND ended_at > ${from}
          AND ended_at <= ${now}), NULL) AS last_end,
      iif(timer.number IS NULL, NULL, (
        SELECT ended_at FROM visits WHERE visits.user_id = ${userId} ORDER BY visits.started_at DESC LIMIT 1)) AS last_visit,
      (SELECT json_object('id', id, 'title', title, 'records', records, 'position', position, 'total', total)
       FROM jobs
       WHERE jobs.user_id = ${userId} AND finished_at IS NULL) AS job,
      (SELECT json_group_array(json_object('id', id, 'name', name))
       FROM (
         SELECT id, name
         FROM organizations
         WHERE user_id = ${userId} AND deleted_at IS NULL
         ORDER BY name_key
         LIMIT ${organizationsOffered})) AS organizations,
      (SELECT name FROM organizations
       WHERE user_id = ${userId} AND id = ${organizationOf(org)} AND deleted_at IS NULL) AS org_name,
      timer.number, timer.id, timer.project_id, timer.goal_id, timer.plan_id, timer.chunk_id, timer.task_id, timer.title, timer.notes,
      timer.tags, timer.artifacts, timer.started_at, timer.time_zone, timer.day_start_minute, timer.last_heartbeat_at, timer.seq AS timer_row_seq, timer.created_at,
      timer.updated_at, projects.name AS project_name, ${constant(clientOf())} AS client, projects.color,
      (SELECT plans.title FROM plans
       WHERE plans.user_id = ${userId} AND plans.id = timer.plan_id AND plans.deleted_at IS NULL) AS plan_title,
      ${inOrg(userId, org, { project: constant('timer.project_id') })} AS timer_shown
    FROM change_heads AS head
    LEFT JOIN sessions AS timer
      ON timer.user_id = head.user_id AND timer.status = 'active' AND timer.source = 'timer'
        AND timer.deleted_at IS NULL
    LEFT JOIN projects ON projects.user_id = head.user_id AND projects.id = timer.project_id
    WHERE head.user_id = ${userId}`.first<Row>()

/** When what the bar shows changes by itself: the timer asks or is given up, the last end is no longer offered. */
const changesAt = ({ timer, lastEnd }: Pick<Shell, 'timer' | 'lastEnd'>, { preferences }: Owner, now: number) => {
  if (timer) return nextStatusChangeAt(timer, preferences.ask_after_minutes, now) ?? now
  if (lastEnd === null) return null
  return Math.min(lastEnd + offered, dayStart(addDays(dayOf(now, preferences), 1), preferences))
}

/** At what the bar stands: each write that it can show moves it, and so does an instant at which it changes by itself. */
const versionOf = (
  { timer_seq, stats_seq, epoch }: Pick<Head, 'timer_seq' | 'stats_seq' | 'epoch'>,
  changes: number | null,
) => [timer_seq, stats_seq, epoch, changes ?? ''].join('.')

/** True while a bar of that version is current at an instant (epoch ms). */
export const isCurrent = (version: string, head: Head, now: number) => {
  const changes = version.split('.')[3] ?? ''
  return (
    version === versionOf(head, changes === '' ? null : Number(changes)) && (changes === '' || now < Number(changes))
  )
}

/**
 * The event for a page whose bar was outdated: another timer, or only sessions written elsewhere,
 * for which pages with figures look themselves.
 */
export const outdatedBy = (version: string, head: Head) => {
  const [timer, stats] = version.split('.').map(Number)
  return timer === head.timer_seq && stats !== head.stats_seq ? 'logged-elsewhere' : 'timer-changed'
}

/**
 * Reads the shell with one statement, and another where the timer asks whether it is still meant to run. `loadShell`
 * abandons a timer that has waited too long.
 */
export const readShell = async (db: D1Database, user: Owner, now: number, org = allOrgs): Promise<Shell> => {
  const today = dayOf(now, user.preferences)
  const day = reviewDay(user, now)
  const row = await rowOf(db, user.id, {
    from: Math.max(now - offered, dayStart(today, user.preferences)),
    now,
    appsFrom: addDays(today, -newForDays),
    day,
    org,
  })
  const { seq = 0, stats_seq = 0, timer_seq = 0, usage_seq = 0, whitelist_seq = 0 } = row ?? {}
  const { epoch = 1, restore_id = null, earned = null, catalogue_seq = 0, last_end: lastEnd = null } = row ?? {}
  const head = { seq, stats_seq, timer_seq, usage_seq, whitelist_seq, epoch, restore_id, earned, catalogue_seq }
  const timer = row && timerOf(row)
  const version = versionOf(head, changesAt({ timer, lastEnd }, user, now))
  const checkIn = await checkInFor(db, user, timer, now)
  const {
    overdue_goals: overdueGoals = 0,
    cards = 0,
    new_apps: newApps = 0,
    last_visit: lastVisit = null,
    job = null,
  } = row ?? {}
  const { organizations = '[]', org_name: orgName = null } = row ?? {}
  return {
    now,
    head,
    timer,
    lastEnd,
    overdueGoals,
    newApps,
    cardsDue: cards,
    lastVisit,
    checkIn,
    job: job === null ? null : JSON.parse(job),
    organizations: JSON.parse(organizations),
    orgName,
    version,
  }
}

export const isAbandoned = ({ timer, now }: Pick<Shell, 'timer' | 'now'>) => timer !== null && now >= abandonAt(timer)
