import { z } from 'zod'
import { subjectMessage, subjectPattern } from '../../ledger/subject'
import { isDate, type Range } from '../../lib/days'

/** Keyset position in the list; `shown` counts the sessions down to it. */
export type Cursor = { date: string; started_at: number; number: number; shown: number }

export type SessionsView = {
  /** Inclusive local dates; null is unlimited. */
  from: string | null
  to: string | null
  /** `all`, `project:<id>`, `project:none`, `goal:<id>` or `goal:none` */
  subject: string
  /** The page starts after this session. */
  after: Cursor | null
  /** The screen ends at this session; null is the end of the list. */
  until: Cursor | null
  selecting?: boolean
}

/** Bounds of all dates: the first instant of 1970 is still 1969 west of Greenwich. */
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
    cursor: cursor('This page of the list doesn’t exist. Start with the latest sessions.'),
    shown_to: cursor('This page of the list doesn’t exist.').catch(null),
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

export const allSessions: SessionsView = { from: null, to: null, subject: 'all', after: null, until: null }

export const withoutCursor = (view: SessionsView): SessionsView => ({ ...view, after: null, until: null })

export const viewOfPath = (path: string): SessionsView | null => {
  const url = URL.parse(path, 'http://here')
  if (url?.pathname !== '/sessions') return null
  return ViewQuery.safeParse(Object.fromEntries(url.searchParams)).data ?? null
}

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

export const rangeOf = (view: SessionsView): Range => ({
  from: view.from ?? allDates.from,
  to: view.to ?? allDates.to,
})

export const isVisible = (view: SessionsView, position: Omit<Cursor, 'shown'>) => {
  const { from, to } = rangeOf(view)
  if (position.date < from || position.date > to) return false
  return (
    (view.after === null || isAfter(position, view.after)) && (view.until === null || !isAfter(position, view.until))
  )
}

/** True if a position comes later in the list, which is earlier in time. */
const isAfter = (position: Omit<Cursor, 'shown'>, other: Omit<Cursor, 'shown'>) => {
  if (position.date !== other.date) return position.date < other.date
  if (position.started_at !== other.started_at) return position.started_at < other.started_at
  return position.number < other.number
}

/** True if a day's section lies between the view's first and last positions. */
export const isDayVisible = (view: SessionsView, day: string) => {
  const { from, to } = rangeOf(view)
  if (day < from || day > to) return false
  return (view.after === null || day <= view.after.date) && (view.until === null || day >= view.until.date)
}
