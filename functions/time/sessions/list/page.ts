import { readTotal } from '../../../ledger/facts'
import { allTimeFilter, filterFor, filterOfContext, knownFilter } from '../../../ledger/resolve-subject'
import type { NamedSubject } from '../../../ledger/schema'
import { filedSubjects, subjectNames } from '../../../ledger/sums'
import { part, sql } from '../../../lib/db/sql'
import type { User } from '../../../lib/env'
import { eachSubject } from '../../../lib/filter'
import type { OrgTime } from '../../../lib/org'
import { weekOf } from '../../../lib/time/days'
import { type NameColumns, nameColumns, toSubjectNames, withoutNames } from '../named'
import { linkSubjects, type PlanLink } from '../plan-link'
import {
  type FilteredView,
  joinSessions,
  selectViewRows,
  sessionOnDayColumns,
  sessionRows,
  viewFacts,
} from '../queries'
import type { ListedSession, SessionOnDay } from '../schema'
import { type Day, groupByDay } from './days'
import { type Cursor, type SessionsView, viewRange } from './view'
import { type ViewSums, viewSums } from './view-sums'

/** A session with the seconds counted on one day. */
type Counted = Pick<ListedSession, 'id' | 'started_at' | 'days'> & { date: string; seconds: number }

/**
 * A page of a view: its sessions with names, with one more session if another page follows, and the counted time of all
 * days that its sessions touch.
 */
const pageIn = async (db: D1Database, userId: string, view: FilteredView, size: number) => {
  const page = selectViewRows(userId, view, size + 1, part`${sessionOnDayColumns}, ${nameColumns}`)
  const dates = selectViewRows(userId, view, size, part`d.date, s.days ->> '$[#-1][0]' AS last_date`)
  const { to } = viewRange(view)
  const [rows, counted] = await Promise.all([
    sessionRows<SessionOnDay & NameColumns>(sql(db)`${page}`),
    sql(db)`
      WITH page AS MATERIALIZED (${dates})
      SELECT s.id, s.started_at, s.days, d.date, d.seconds
      FROM (${viewFacts(userId, view, {
        from: part`(SELECT min(date) FROM page)`,
        to: part`min((SELECT max(last_date) FROM page), ${to})`,
      })}) AS d ${joinSessions(userId)}`.all<Omit<Counted, 'days'> & { days: string }>(),
  ])
  return {
    sessions: rows.map(withoutNames),
    names: toSubjectNames(rows),
    counted: counted.results.map(({ days, ...row }): Counted => ({ ...row, days: JSON.parse(days) })),
  }
}

/**
 * Filters of a view and of its context. If nothing has to be read, returns them synchronously, so that the list's own
 * reads can join the batch of a write.
 */
export const resolveViewFilters = (db: D1Database, userId: string, { subject, context }: SessionsView) => {
  const [own, within] = [knownFilter(subject), context ? [filterOfContext(context)] : []]
  return own ? [own, ...within] : filterFor(db, userId, subject).then((filter) => [filter, ...within])
}

const pageSize = 18

/** Names by subject (`project:<id>`, `goal:<id>`, `plan:<id>`, `chunk:<plan>/<chunk>`, `task:<id>`). */
export type SubjectNames = Map<string, NamedSubject>

/** Reads names that are not in `known`. Sends no statement if all are. @param subjects further subjects to name */
export const readMissingNames = async (
  db: D1Database,
  userId: string,
  sessions: (Pick<ListedSession, 'project_id' | 'goal_id'> & Partial<PlanLink> & { task_id?: string | null })[],
  { subjects = [], known = new Map() }: { subjects?: string[]; known?: SubjectNames } = {},
): Promise<SubjectNames> => {
  const own = sessions.flatMap((session) => [...filedSubjects(session), ...linkSubjects(session)])
  const others = subjects
    .flatMap(eachSubject)
    .map((subject) => subject.replace(/^goal-tree:/, 'goal:').replace(/^(goal:[^@]*)@.*/, '$1'))
  const named = /^(project|goal|plan|chunk|task|organization):(?!none$)/
  const wanted = new Set([...own, ...others].filter((subject) => named.test(subject) && !known.has(subject)))
  const names = await subjectNames(db, userId, [...wanted])
  return new Map([...known, ...names.map((name) => [name.subject, name] as const)])
}

const cursorOf = (session: SessionOnDay, shown: number): Cursor => ({
  date: session.date,
  started_at: session.started_at,
  number: session.number,
  shown,
})

export type ListPage = {
  days: Day[]
  names: SubjectNames
  /** Sums of the view. */
  sums: ViewSums
  /** Number of sessions up to the end of this page. */
  shown: number
  next: Cursor | null
}

/** Limits the sums of days to counted time, such as the time within an hour. */
const countedDaysOf = (days: Day[], counted: Counted[]): Day[] => {
  const byDate = Map.groupBy(counted, ({ date }) => date)
  return days.map((day) => {
    const seconds = (byDate.get(day.date) ?? []).reduce((sum, each) => sum + each.seconds, 0)
    const isWhole = seconds === day.tracked_seconds
    return { ...day, tracked_seconds: seconds, ...(!isWhole && { clock_seconds: seconds, carried_seconds: 0 }) }
  })
}

/** Reads a page of a view, beginning after the view's cursor. @param size maximum number of sessions */
export const listPage = async (
  db: D1Database,
  userId: string,
  of: SessionsView,
  size = pageSize,
): Promise<ListPage> => {
  const filters = resolveViewFilters(db, userId, of)
  const view = { ...of, filters: filters instanceof Promise ? await filters : filters }
  const [{ sessions: rows, counted, names: ofSessions }, sums, ofView] = await Promise.all([
    pageIn(db, userId, view, size),
    viewSums(db, userId, view),
    readMissingNames(db, userId, [], { subjects: [view.subject] }),
  ])
  const page = rows.slice(0, size)
  const shown = (view.after?.shown ?? 0) + page.length
  const last = page.at(-1)
  return {
    days: countedDaysOf(groupByDay(page, counted), counted),
    names: new Map([...ofView, ...ofSessions]),
    sums,
    shown,
    next: last && rows.length > size ? cursorOf(last, shown) : null,
  }
}

/** Week of a date, with the tracked time of a context in it; null for all time. */
export const trackedWeek = async (
  db: D1Database,
  { id, preferences }: Pick<User, 'id' | 'preferences'>,
  date: string,
  context: OrgTime | null,
) => {
  const week = weekOf(date, preferences.week_start)
  const sum = await readTotal(db, id, context ? filterOfContext(context) : allTimeFilter, week)
  return { ...week, seconds: sum.total_seconds }
}
