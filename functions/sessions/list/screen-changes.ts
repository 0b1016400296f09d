import { namedSessionsOfDays } from '../few-sessions'
import * as q from '../queries'
import type { ListedSession } from '../schema'
import type { Day } from './days'
import { type ListPage, type SubjectNames, visibleDays } from './page'
import { type Cursor, isDayVisible, isPlain, isVisible, rangeOf, type SessionsView } from './view'

type Session = ListedSession | null

/** Change of a day's section: `added` is inserted after the section of `after`. */
export type DayChange =
  | { kind: 'changed'; day: Day }
  | { kind: 'added'; day: Day; after: string | null }
  | { kind: 'gone'; date: string }

export type ScreenChanges = {
  days: DayChange[]
  names: SubjectNames
  sums: q.ViewSums
  /** The list if it becomes empty or was: all of it is replaced. */
  all: ListPage | null
  more: { shown: number; next: Cursor | null } | null
}

const hasSubject = (subject: string, { project_id, goal_id, tags }: ListedSession) =>
  subject === 'all' ||
  subject === `project:${project_id ?? 'none'}` ||
  subject === `goal:${goal_id ?? 'none'}` ||
  (subject === 'tag:none' ? tags.length === 0 : tags.some((tag) => subject === `tag:#${tag}`))

/** The changed days of a view can be found without reading all of its page: its sessions say if they belong to it. */
export const changesByDay = (view: SessionsView) => isPlain(view) && /^(all$|project:|goal:|tag:)/.test(view.subject)

/** The date a view lists a session under: its first day, or the view's first day if carried into it. */
const listedOn = (view: SessionsView, session: Session) => {
  const [first] = session?.days[0] ?? []
  if (!session || first === undefined || !hasSubject(view.subject, session)) return null
  const { from, to } = rangeOf(view)
  if (first >= from) return first <= to ? first : null
  return session.days.some(([date]) => date === view.from) ? view.from : null
}

const isVisibleSession = (view: SessionsView, session: Session) => {
  const date = listedOn(view, session)
  return session !== null && date !== null && isVisible(view, { ...session, date })
}

type Dated = { days: [string, ...unknown[]][] }

/** Dates of sessions that the screen shows. */
const datesShown = (view: SessionsView, sessions: (Dated | null)[]) => {
  const touched = sessions.flatMap((session) => session?.days.map(([date]) => date) ?? [])
  return [...new Set(touched)].filter((date) => isDayVisible(view, date)).sort()
}

/** Sessions change a day or two; those of a month are not worth a read for each day. */
const datesExpected = 2

/** Starts reads of `screenChanges` for sessions whose days are known already, to be remembered. */
export const expectedReads = (db: D1Database, userId: string, view: SessionsView, sessions: (Dated | null)[]) => {
  const dates = datesShown(view, sessions)
  if (dates.length === 0 || dates.length > datesExpected) return []
  return [
    namedSessionsOfDays(db, userId, view.subject, dates),
    ...dates.map((date) => q.dayAfter(db, userId, view, date)),
  ]
}

/** Changes of a screen that shows `view`, which `changesByDay`, down to `view.until`. Call it after the write. */
export const screenChanges = async (
  db: D1Database,
  userId: string,
  view: SessionsView,
  before: Session,
  after: Session,
): Promise<ScreenChanges> => {
  const [{ days, names, listed }, sums] = await Promise.all([
    visibleDays(db, userId, view, datesShown(view, [before, after])),
    q.plainSums(db, userId, view),
  ])
  const changes: DayChange[] = []
  for (const day of days) {
    const others = listed.filter(({ date, id }) => date === day.date && id !== after?.id)
    const wasThere = others.length > 0 || listedOn(view, before) === day.date
    const isThere = others.length > 0 || listedOn(view, after) === day.date
    if (isThere && wasThere) changes.push({ kind: 'changed', day })
    else if (isThere) changes.push({ kind: 'added', day, after: await q.dayAfter(db, userId, view, day.date) })
    else if (wasThere) changes.push({ kind: 'gone', date: day.date })
  }
  const more = Number(isVisibleSession(view, after)) - Number(isVisibleSession(view, before))
  const isListed = Number(listedOn(view, after) !== null) - Number(listedOn(view, before) !== null)
  if (more === 0 && isListed === 0) return { days: changes, names, sums, all: null, more: null }
  const total = sums.sessions
  const shown = view.until ? view.until.shown + more : total
  const isOnly = total === 0 || (total === 1 && isListed > 0)
  const left = changes.flatMap((change) => (change.kind === 'gone' ? [] : [change.day]))
  return {
    days: changes,
    names,
    sums,
    all: isOnly ? { days: left, names, sums, shown: total, next: null } : null,
    more: { shown, next: view.until && { ...view.until, shown } },
  }
}
