import { z } from 'zod'
import { type RelativeRange, relativeRanges, withPeriod } from '../../../ledger/range'
import { parseSubject, subjectMessage } from '../../../ledger/subject'
import {
  type FilterName,
  filterNames,
  filterOf,
  filterParams,
  groupLimit,
  groupsOf,
  partsOf,
} from '../../../lib/filter'
import { withParameters } from '../../../lib/http/list-view'
import type { OrgTime } from '../../../lib/org'
import { tagLimit } from '../../../lib/tags'
import { cleanLine, countCharacters, encodeTexts } from '../../../lib/text/text'
import { isDate, type Range } from '../../../lib/time/days'

/** Keyset position in the list. `shown`: number of sessions up to it. */
export type Cursor = { date: string; started_at: number; number: number; shown: number }

export type SessionsView = {
  /** Local dates, both inclusive; null for no limit. */
  from: string | null
  to: string | null
  /** Name of the period from which the dates were computed. */
  range?: RelativeRange | undefined
  /** The filter as a `figureSubject`; `all` without a filter. */
  subject: string
  /** The page starts after this session. */
  after: Cursor | null
  /** The last session on screen; null for the end of the list. */
  until: Cursor | null
  /** Limits the list to a context. Links have its parameter already. */
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

const queryLimit = 200
const several = `Choose at most ${groupLimit} filters`

const texts = z
  .string(subjectMessage)
  .or(z.array(z.string(subjectMessage)))
  .optional()

/** `deep, office` and `#deep #office` require both tags. A repeated parameter allows any of its values. */
const tags = z
  .string('Enter a tag')
  .or(z.array(z.string('Enter a tag')))
  .default('')
  .transform((given) =>
    [given].flat().map((typed) =>
      cleanLine(typed)
        .split(/\s*,[\s#]*|\s+#+|^#+/)
        .filter(Boolean),
    ),
  )
  .refine(
    (typed) => typed.flat().every((one) => countCharacters(one) <= tagLimit),
    `A tag has at most ${tagLimit} characters`,
  )
  .transform((typed) => {
    const subjects = typed.map((each) => each.map((tag) => (tag === 'none' ? 'tag:none' : `tag:#${tag}`)))
    return subjects.length > 1 ? [encodeTexts(subjects.flat())] : subjects.flat()
  })

const words = z
  .string('Enter text')
  .transform(cleanLine)
  .refine((typed) => countCharacters(typed) <= queryLimit, `At most ${queryLimit} characters`)
  .refine((typed) => typed === '' || /[\p{L}\p{N}]/u.test(typed), 'Enter a letter or a digit')
  .default('')

export const ViewQuery = z
  .object({
    ...(Object.fromEntries(filterNames.map((name) => [name, texts])) as Record<FilterName, typeof texts>),
    from: date,
    to: date,
    range: z.enum(relativeRanges).optional().catch(undefined),
    tag: tags,
    q: words,
    cursor: cursor('This page of the list doesn’t exist. Start with the latest sessions.'),
    shown_to: cursor('This page of the list doesn’t exist.').catch(null),
  })
  .refine(({ from, to }) => from === null || to === null || from <= to, {
    path: ['to'],
    message: 'The last day is before the first',
  })
  .transform(({ cursor, shown_to, from, to, range, subject = [], tag, ...others }, { addIssue }): SessionsView => {
    const given = filterOf({ ...others, subject: [...[subject].flat(), ...tag] })
    const read = parseSubject(given)
    if (read === null) {
      const message = groupsOf(given).length > groupLimit ? several : subjectMessage
      addIssue({ path: ['subject'], code: 'custom', message })
      return z.NEVER
    }
    return { from, to, range, subject: read, after: cursor, until: shown_to }
  })

/** Limits a view to a context, unless it already lists a project in that context. */
export const limitToContext = (view: SessionsView, context: OrgTime | null): SessionsView =>
  context === null || partsOf(view.subject).all.some(([one = '']) => context.subjects.includes(one))
    ? view
    : { ...view, context }

export const allSessions: SessionsView = {
  from: null,
  to: null,
  subject: 'all',
  after: null,
  until: null,
}

/** Parameters for `ViewQuery`. Filters may be repeated, and a relative period is resolved to dates. */
export const viewParams = (params: URLSearchParams, today: string, weekStart: number) =>
  withPeriod<Record<string, string | string[]>>(
    {
      ...Object.fromEntries(params),
      ...Object.fromEntries(
        filterNames.flatMap((name) => {
          const all = params.getAll(name)
          return all.length > 1 ? [[name, all]] : []
        }),
      ),
    },
    today,
    weekStart,
  )

export const withoutCursor = (view: SessionsView): SessionsView => ({ ...view, after: null, until: null })

export const viewPath = (view: SessionsView, changes: Partial<SessionsView> = {}) => {
  const { after, ...filter } = { ...view, ...('from' in changes && { range: undefined }), ...changes }
  const query = viewFilterParams(filter)
  const hasDatesOnly = query.every(([name]) => name === 'from' || name === 'to' || name === 'range')
  if (hasDatesOnly && query.length > 0) query.push(['subject', 'all'])
  if (after) query.push(['cursor', writeCursor(after)])
  return withParameters('/sessions', query)
}

type Filter = Pick<SessionsView, 'from' | 'to' | 'range' | 'subject'>

/** URL parameters that keep the filter. */
export const viewFilterParams = ({ from, to, range, subject }: Filter): [name: string, value: string][] => [
  ...Object.entries(range ? { range } : { from, to }).flatMap(([name, value]): [string, string][] =>
    value ? [[name, value]] : [],
  ),
  ...filterParams(subject),
]

export const viewRange = (view: SessionsView): Range => ({
  from: view.from ?? allDates.from,
  to: view.to ?? allDates.to,
})

/** True for all sessions, or all between two dates. */
export const hasOnlyDates = (view: Pick<SessionsView, 'subject' | 'context'>) =>
  view.subject === 'all' && view.context === undefined

/** True for the first page of all sessions. */
export const isUnfiltered = (view: SessionsView) => viewFilterParams(view).length === 0 && view.after === null
