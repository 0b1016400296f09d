import { z } from 'zod'
import { subjectMessage, subjectPattern } from '../../ledger/subject'
import { isDate, type Range } from '../../lib/days'

/** A place in the list: it goes on after the session with this key. `shown` counts the sessions down to it. */
export type Cursor = { date: string; started_at: number; number: number; shown: number }

/** What a person looks at on /sessions. */
export type SessionsView = {
  /** Dates, both inclusive; null is without end. */
  from: string | null
  to: string | null
  /** A subject of the ledger: `all`, `project:<id>`, `project:none`, `goal:<id>`, `goal:none` */
  subject: string
  /** Where the page begins: after this session. */
  after: Cursor | null
  /** What is on screen: down to this session. Null is to the end. */
  until: Cursor | null
  /** Rows can be ticked, to change many at once. */
  selecting?: boolean
}

/** The dates there can be: the first instant of 1970 is still 1969 west of Greenwich. */
export const allDates: Range = { from: '1969-12-31', to: '2199-12-31' }

export const writeCursor = (at: Cursor) => [at.date, at.started_at, at.number, at.shown].join('_')

const cursorText = /^(\d{4}-\d{2}-\d{2})_(-?\d{1,15})_(\d{1,15})_(\d{1,9})$/

const readCursor = (text: string): Cursor | null => {
  const [, date, startedAt, number, shown] = cursorText.exec(text) ?? []
  if (date === undefined || !isDate(date)) return null
  return { date, started_at: Number(startedAt), number: Number(number), shown: Number(shown) }
}

const date = z
  .string()
  .trim()
  .refine((text) => text === '' || isDate(text), 'Enter a date that exists, as YYYY-MM-DD')
  .transform((text) => text || null)
  .default(null)

const cursor = (message: string) =>
  z
    .string()
    .refine((text) => text === '' || readCursor(text) !== null, message)
    .transform(readCursor)
    .default(null)

/** The query of /sessions. */
export const ViewQuery = z
  .object({
    from: date,
    to: date,
    subject: z
      .string()
      .trim()
      .refine((subject) => subject === '' || subjectPattern.test(subject), subjectMessage)
      .transform((subject) => subject || 'all')
      .default('all'),
    cursor: cursor('This place in the list does not exist. Begin with the latest sessions.'),
    shown_to: cursor('This place in the list does not exist.').catch(null),
    select: z.literal('1').optional().catch(undefined),
  })
  .refine(({ from, to }) => from === null || to === null || from <= to, {
    path: ['to'],
    message: 'The last day is before the first',
  })
  .transform(
    ({ cursor, shown_to, select, ...filter }): SessionsView => ({
      ...filter,
      after: cursor,
      until: shown_to,
      ...(select && { selecting: true }),
    }),
  )

/** All sessions there are. */
export const allSessions: SessionsView = { from: null, to: null, subject: 'all', after: null, until: null }

/** The view without its place: from the latest session to the end. */
export const withoutCursor = (view: SessionsView): SessionsView => ({ ...view, after: null, until: null })

/** The view that a page of this address shows; null where it is not the list, or shows no valid view. */
export const viewOfPath = (path: string): SessionsView | null => {
  const url = URL.parse(path, 'http://here')
  if (url?.pathname !== '/sessions') return null
  return ViewQuery.safeParse(Object.fromEntries(url.searchParams)).data ?? null
}

/** The address of a view, or of the same view with some of it changed. */
export const viewPath = (view: SessionsView, changes: Partial<SessionsView> = {}) => {
  const { from, to, subject, after, selecting } = { ...view, ...changes }
  const query = new URLSearchParams({
    ...(from && { from }),
    ...(to && { to }),
    ...((subject !== 'all' || from || to) && { subject }),
    ...(selecting && { select: '1' }),
    ...(after && { cursor: writeCursor(after) }),
  })
  return query.size > 0 ? `/sessions?${query}` : '/sessions'
}

/** The dates of a view, without end as far as dates go. */
export const rangeOf = (view: SessionsView): Range => ({
  from: view.from ?? allDates.from,
  to: view.to ?? allDates.to,
})

/** Whether a place in the list is on the screen that shows the view. */
export const isVisible = (view: SessionsView, place: Omit<Cursor, 'shown'>) => {
  const { from, to } = rangeOf(view)
  if (place.date < from || place.date > to) return false
  return (view.after === null || isAfter(place, view.after)) && (view.until === null || !isAfter(place, view.until))
}

/** Whether a place comes later in the list, which means earlier in time. */
const isAfter = (place: Omit<Cursor, 'shown'>, other: Omit<Cursor, 'shown'>) => {
  if (place.date !== other.date) return place.date < other.date
  if (place.started_at !== other.started_at) return place.started_at < other.started_at
  return place.number < other.number
}

/** Where a day's section can stand on screen: neither above the view's first place nor below its last. */
export const isDayVisible = (view: SessionsView, day: string) => {
  const { from, to } = rangeOf(view)
  if (day < from || day > to) return false
  return (view.after === null || day <= view.after.date) && (view.until === null || day >= view.until.date)
}
