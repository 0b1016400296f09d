import { hasRuleSql } from '../../apps/app-rules/queries'
import { overdueGoals } from '../../goals/goals/queries'
import { cardsDue, reviewDay } from '../../learning/plans/cards-due'
import { constant, sql } from '../../lib/db/sql'
import type { User } from '../../lib/env'
import { ProblemError, problems } from '../../lib/http/problem'
import { allOrgs, type Org, organizationOf } from '../../lib/org'
import { addDays, dayStart } from '../../lib/time/days'
import { type BarState, barState, lastEndOfferMs } from '../../time/timer/bar-state'
import { restJson } from '../../time/timer/focus/queries'
import { selectLastEnd } from '../../time/timer/queries'
import type { Shell, Versions } from './schema'
import { readShownTimer } from './shown-timer'

const newForDays = 30

/** Maximum number of organizations in the navigation. The page of organizations lists the others. */
const organizationsOffered = 30

/** Maximum number of saved views below a page in the navigation rail. */
const viewsOffered = 5

/** Columns that are read as JSON. */
type Lists = 'job' | 'organizations' | 'views'

type Owner = Pick<User, 'id' | 'preferences'>

type ShellRow = Versions &
  Omit<Shell, 'now' | 'head' | 'timer' | keyof BarState | Lists | 'version'> &
  Record<Lists, string> & { lastEnd: number | null; rest: string | null }

const readAround = async (db: D1Database, user: Owner, now: number, org: Org) => {
  const { id } = user
  const day = reviewDay(user, now)
  const from = Math.max(now - lastEndOfferMs, dayStart(day.today, user.preferences))
  const row = await sql(db)`
    SELECT timer_seq, stats_seq, epoch,
      (${selectLastEnd(id, from, now)}) AS lastEnd,
      (${restJson(id, now, org)}) AS rest,
      ${overdueGoals(id, day.today, org)} AS overdueGoals,
      ${cardsDue(id, day, { org })} AS cardsDue,
      (SELECT count(*) FROM used_apps
       WHERE user_id = ${id} AND last_date >= ${addDays(day.today, -newForDays)}
         AND NOT ${hasRuleSql(id, constant('used_apps.package_name'))}) AS newApps,
      (SELECT ended_at FROM visits WHERE user_id = ${id} ORDER BY started_at DESC LIMIT 1) AS lastVisit,
      coalesce((SELECT json_object('id', id, 'title', title, 'records', records, 'position', position, 'total', total)
       FROM jobs
       WHERE user_id = ${id} AND finished_at IS NULL), 'null') AS job,
      (SELECT json_group_array(json_object('id', id, 'name', name))
       FROM (
         SELECT id, name
         FROM organizations
         WHERE user_id = ${id} AND deleted_at IS NULL
         ORDER BY name_key
         LIMIT ${organizationsOffered})) AS organizations,
      (SELECT json_group_array(json_object('id', id, 'name', name, 'page', page))
       FROM (
         SELECT id, name, page, row_number() OVER (PARTITION BY page ORDER BY name COLLATE NOCASE, id) AS place
         FROM views WHERE user_id = ${id} AND deleted_at IS NULL)
       WHERE place <= ${viewsOffered}) AS views,
      (SELECT name FROM organizations
       WHERE user_id = ${id} AND id = ${organizationOf(org)} AND deleted_at IS NULL) AS orgName
    FROM change_heads
    WHERE user_id = ${id}`.first<ShellRow>()
  if (!row) throw new ProblemError(problems.busy)
  const { timer_seq, stats_seq, epoch, job, organizations, views, ...others } = row
  const head = { timer_seq, stats_seq, epoch }
  const lists = { organizations: JSON.parse(organizations), views: JSON.parse(views) }
  return { ...others, ...lists, head, job: JSON.parse(job) }
}

/**
 * Version of the timer bar. It changes with each write that affects the bar, and at `changes` (epoch ms), when the bar
 * changes by itself.
 */
const versionOf = ({ timer_seq, stats_seq, epoch }: Versions, changes: number | null) =>
  [timer_seq, stats_seq, epoch, changes ?? ''].join('.')

/** True if a bar with that version is current at `now` (epoch ms). */
export const isBarCurrent = (version: string, head: Versions, now: number) => {
  const changes = version.split('.')[3] ?? ''
  return (
    version === versionOf(head, changes === '' ? null : Number(changes)) && (changes === '' || now < Number(changes))
  )
}

/**
 * Event for a page whose timer bar is stale: `logged-elsewhere` if only sessions changed, else `timer-changed`. Pages
 * with figures update on `logged-elsewhere`.
 */
export const staleBarEvent = (version: string, head: Versions) => {
  const [timer, stats] = version.split('.').map(Number)
  return timer === head.timer_seq && stats !== head.stats_seq ? 'logged-elsewhere' : 'timer-changed'
}

/** Reads the shell, then more data for the bar of a timer. `loadShell` abandons a timer that has waited too long. */
export const readShell = async (db: D1Database, user: Owner, now: number, org = allOrgs): Promise<Shell> => {
  const [timer, around] = await Promise.all([readShownTimer(db, user.id, org), readAround(db, user, now, org)])
  const { changesAt, ...bar } = await barState(db, user, timer, around, now)
  return { ...around, ...bar, timer, now, version: versionOf(around.head, changesAt) }
}
