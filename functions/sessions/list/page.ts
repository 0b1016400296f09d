import type { NamedSubject } from '../../ledger/schema'
import { rangeSum, subjectNames } from '../../ledger/sums'
import { weekOf } from '../../lib/days'
import type { Preferences } from '../../lib/preferences'
import * as q from '../queries'
import type { ListedSession, SessionOnDay } from '../schema'
import { type Day, daysOf } from './days'
import { type Cursor, isVisible, type SessionsView } from './view'

const pageSize = 50

/** Names by subject (`project:<id>`, `goal:<id>`). */
export type SubjectNames = Map<string, NamedSubject>

export const namesOf = async (
  db: D1Database,
  userId: string,
  sessions: Pick<ListedSession, 'project_id' | 'goal_id'>[],
  subject = 'all',
): Promise<SubjectNames> => {
  const [, kind, id] = /^(project|goal):(.+)$/.exec(subject) ?? []
  const ids = (field: 'project_id' | 'goal_id', alsoOf: string) => {
    const own = sessions.flatMap((session) => session[field] ?? [])
    return [...new Set(id !== undefined && kind === alsoOf ? [...own, id] : own)]
  }
  const [projectIds, goalIds] = [ids('project_id', 'project'), ids('goal_id', 'goal')]
  if (projectIds.length + goalIds.length === 0) return new Map()
  const names = await subjectNames(db, userId, projectIds, goalIds)
  return new Map(names.map((name) => [name.subject, name]))
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
  /** Sessions in the view, and those down to the end of this page. */
  total: number
  shown: number
  next: Cursor | null
}

/** Days whose sessions a page may list in part: at its ends, and where its sessions reach into later days. */
const incompleteDates = (page: SessionOnDay[], view: SessionsView) => {
  const [newest, oldest] = [page[0]?.date, page.at(-1)?.date]
  if (newest === undefined || oldest === undefined) return []
  const beyond = page.flatMap(({ days }) => days.map(([date]) => date)).filter((date) => date > newest)
  return [...new Set([oldest, ...(view.after ? [newest] : []), ...beyond])]
}

export const listPage = async (db: D1Database, userId: string, view: SessionsView): Promise<ListPage> => {
  const rows = await q.sessionsIn(db, userId, view, pageSize + 1)
  const page = rows.slice(0, pageSize)
  const borders = incompleteDates(page, view)
  const [others, total, names] = await Promise.all([
    borders.length > 0 ? q.sessionsOfDays(db, userId, view.subject, borders) : [],
    q.countSessions(db, userId, view),
    namesOf(db, userId, page, view.subject),
  ])
  const shown = (view.after?.shown ?? 0) + page.length
  const last = page.at(-1)
  return {
    days: daysOf(page, others),
    names,
    total,
    shown,
    next: last && rows.length > pageSize ? cursorOf(last, shown) : null,
  }
}

export const visibleDays = async (db: D1Database, userId: string, view: SessionsView, dates: string[]) => {
  const sessions = await q.sessionsOfDays(db, userId, view.subject, dates)
  const listed = sessions.filter(({ starts, date }) => starts === 1 || date === view.from)
  const seen = listed.filter((session) => isVisible(view, session))
  const beyond = new Set(seen.flatMap(({ days }) => days.map(([date]) => date)))
  for (const date of dates) beyond.delete(date)
  const [others, names] = await Promise.all([
    beyond.size > 0 ? q.sessionsOfDays(db, userId, view.subject, [...beyond]) : [],
    namesOf(db, userId, seen, view.subject),
  ])
  return { days: daysOf(seen, [...sessions, ...others], dates), names, listed }
}

export const trackedWeek = async (db: D1Database, userId: string, date: string, { week_start }: Preferences) => {
  const week = weekOf(date, week_start)
  return { ...week, seconds: (await rangeSum(db, userId, 'all', week)).total_seconds }
}
