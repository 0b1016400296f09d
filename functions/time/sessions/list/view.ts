import { z } from 'zod'
import { readSubject, subjectMessage } from '../../../ledger/subject'
import { withParameters } from '../../../lib/http/list-view'
import type { OrgTime } from '../../../lib/org'
import { tagLimit } from '../../../lib/tags'
import { addressText, cleanLine, countCharacters } from '../../../lib/text/text'
import { isDate, type Range } from '../../../lib/time/days'

/** Keyset position in the list; `shown` counts the sessions down to it. */
export type Cursor = { date: string; started_at: number; number: number; shown: number }

export type SessionsView = {
  /** Inclusive local dates; null is unlimited. */
  from: string | null
  to: string | null
  /** A `figureSubject`; `all` where nothing is chosen. */
  subject: string
  /** More subjects: a session is listed if all of them count it. */
  also: string[]
  /** Words to find in titles, notes and tags, as in the search; empty for none. */
  q: string
  /** The page starts after this session. */
  after: Cursor | null
  /** The screen ends at this session; null is the end of the list. */
  until: Cursor | null
  /** Lists only what the context has; links carry that themselves. */
  context?: OrgTime
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
  .refine((text) => text === '' || isDate(text), 'Enter a date that exists, such as 2026-03-08')
  .transform((text) => text || null)
  .default(null)

const cursor = (message: string) =>
  z
    .string()
    .refine((text) => text === '' || readCursor(text) !== null, message)
    .transform(readCursor)
    .default(null)

const subjectLimit = 6
const queryLimit = 200

/** One subject or several. `all` and empty ones choose nothing. */
const subjects = z
  .string(subjectMessage)
  .or(z.array(z.string(subjectMessage)))
  .transform((given) => [given].flat().filter((subject) => subject.trim() !== '' && subject !== 'all'))
  .refine((given) => given.every((subject) => readSubject(subject) !== null), subjectMessage)
  .refine((given) => given.length <= subjectLimit, `Choose at most ${subjectLimit} filters`)
  .transform((given) => [...new Set(given.flatMap((subject) => readSubject(subject) ?? []))])
  .default([])

/** `deep, office` and `#deep #office` are two. */
const tags = z
  .string('Enter a tag')
  .default('')
  .transform((typed) =>
    cleanLine(typed)
      .split(/\s*,[\s#]*|\s+#+|^#+/)
      .filter(Boolean),
  )
  .refine((typed) => typed.length <= subjectLimit, `Choose at most ${subjectLimit} filters`)
  .refine((typed) => typed.every((one) => countCharacters(one) <= tagLimit), `A tag has at most ${tagLimit} characters`)

const words = z
  .string('Enter text')
  .transform(cleanLine)
  .refine((typed) => countCharacters(typed) <= queryLimit, `At most ${queryLimit} characters`)
  .refine((typed) => typed === '' || /[\p{L}\p{N}]/u.test(typed), 'Enter a letter or a digit')
  .default('')

export const ViewQuery = z
  .object({
    from: date,
    to: date,
    subject: subjects,
    /** As typed into the form; links have it among the subjects. */
    tag: tags,
    q: words,
    cursor: cursor('This page of the list doesn’t exist. Start with the latest sessions.'),
    shown_to: cursor('This page of the list doesn’t exist.').catch(null),
  })
  .refine(({ from, to }) => from === null || to === null || from <= to, {
    path: ['to'],
    message: 'The last day is before the first',
  })
  .transform(
    ({ cursor, shown_to, subject, tag, ...filter }): SessionsView => ({
      ...filter,
      ...asSubjects([...new Set([...subject, ...tag.map((one) => `tag:#${one}`)])]),
      after: cursor,
      until: shown_to,
    }),
  )

/** The members of a view that lists what all of these subjects count. */
export const asSubjects = ([subject = 'all', ...also]: string[]) => ({ subject, also })

/** Everything that the view is limited to, apart from dates and text. */
export const subjectsOf = ({ subject, also }: Pick<SessionsView, 'subject' | 'also'>) =>
  subject === 'all' ? also : [subject, ...also]

/** Limits a view to a context, unless it lists a project of it anyway. */
export const inContext = (view: SessionsView, context: OrgTime | null): SessionsView =>
  context === null || subjectsOf(view).some((subject) => context.subjects.includes(subject))
    ? view
    : { ...view, context }

export const allSessions: SessionsView = {
  from: null,
  to: null,
  subject: 'all',
  also: [],
  q: '',
  after: null,
  until: null,
}

/** A query's parameters for `ViewQuery`: subjects may be repeated. */
export const viewParams = (params: URLSearchParams): Record<string, string | string[]> => ({
  ...Object.fromEntries(params),
  ...(params.has('subject') && { subject: params.getAll('subject') }),
})

export const withoutCursor = (view: SessionsView): SessionsView => ({ ...view, after: null, until: null })

export const viewPath = (view: SessionsView, changes: Partial<SessionsView> = {}) => {
  const { after, ...filter } = { ...view, ...changes }
  const query = filterParams(filter)
  const hasDatesOnly = query.every(([name]) => name === 'from' || name === 'to')
  if (hasDatesOnly && query.length > 0) query.push(['subject', 'all'])
  if (after) query.push(['cursor', writeCursor(after)])
  return withParameters('/sessions', query)
}

type Filter = Pick<SessionsView, 'from' | 'to' | 'subject' | 'also' | 'q'>

/** Parameters of an address that keeps the filter. */
export const filterParams = ({ from, to, q, ...chosen }: Filter) => {
  const params: [name: string, value: string][] = []
  if (from) params.push(['from', from])
  if (to) params.push(['to', to])
  for (const subject of subjectsOf(chosen)) params.push(['subject', addressText(subject)])
  if (q) params.push(['q', q])
  return params
}

export const rangeOf = (view: SessionsView): Range => ({
  from: view.from ?? allDates.from,
  to: view.to ?? allDates.to,
})

/** True for all sessions, and for those between dates. */
export const hasOnlyDates = (view: Filter & Pick<SessionsView, 'context'>) =>
  filterParams({ ...view, from: null, to: null }).length === 0 && view.context === undefined

/** True for the first page of all sessions. */
export const isUnfiltered = (view: SessionsView) => filterParams(view).length === 0 && view.after === null
