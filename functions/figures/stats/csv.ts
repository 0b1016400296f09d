import { Hono } from 'hono'
import { z } from 'zod'
import type { Period } from '../../ledger/series'
import { type App, todayOf } from '../../lib/env'
import { csv } from '../../lib/files/csv'
import { csvDownload } from '../../lib/files/download'
import { queryOf } from '../../lib/filter'
import { ProblemError } from '../../lib/http/problem'
import { hoursMinutes, padded, weekdayNames } from '../../lib/text/format'
import type { ComparedShare } from './breakdown'
import { parseStatsQuery } from './query'
import { type HourTable, hourTable, type StatsView, statsView } from './view'

const Part = z.enum(['series', 'breakdown', 'hours'], 'Choose series, breakdown or hours').default('series')

/** `3:05` or `-3:05`, rounded down to the minute, as on the page. */
const hoursColumn = (seconds: number) => {
  const { hours, minutes } = hoursMinutes(Math.abs(seconds))
  return `${seconds < 0 ? '-' : ''}${hours}:${padded(minutes)}`
}

const timeColumns = (compared: boolean) => ['seconds', 'time', ...(compared ? ['seconds_before', 'time_before'] : [])]
const times = (seconds: number, before: number | undefined) =>
  [seconds, ...(before === undefined ? [] : [before])].flatMap((each) => [each, hoursColumn(each)])

const seriesCsv = (bars: (Period & { before?: number })[], compared: boolean) =>
  csv(
    ['from', 'to', 'sessions', ...timeColumns(compared)],
    bars.map((bar) => [bar.date, bar.to, bar.session_count, ...times(bar.total_seconds, bar.before)]),
  )

const breakdownCsv = (by: string, shares: ComparedShare[], compared: boolean) =>
  csv(
    [by, ...(by === 'project' ? ['client'] : []), 'sessions', ...timeColumns(compared)],
    shares.map((share) => [
      share.label,
      ...(by === 'project' ? [share.client] : []),
      share.session_count,
      ...times(share.total_seconds, share.before),
    ]),
  )

const hoursCsv = ({ rows }: HourTable) =>
  csv(
    ['weekday', 'hour', 'sessions', ...timeColumns(false)],
    rows
      .flatMap(({ hours }) => hours)
      .map(({ weekday, hour, total_seconds, session_count }) => [
        weekdayNames[weekday - 1] ?? '',
        hour,
        session_count,
        ...times(total_seconds, undefined),
      ]),
  )

const invalid = (errors: Partial<Record<string, string[]>>) => {
  const members = Object.entries(errors).flatMap(([path, messages = []]) =>
    messages.map((message) => ({ path, message })),
  )
  return new ProblemError({
    status: 422,
    code: 'invalid',
    title: 'Invalid request',
    detail: members.map(({ path, message }) => `${path}: ${message}.`).join(' '),
    errors: members,
  })
}

const csvOf = (view: StatsView, part: z.output<typeof Part>) => {
  const compared = view.compared !== null
  if (part === 'series') return seriesCsv(view.bars, compared)
  if (part === 'hours') return hoursCsv(view.hours ?? hourTable([], view.weekStart))
  return breakdownCsv(view.by, view.shares, compared && view.by !== 'hour')
}

/** `/stats.csv`: a section of the statistics page. Takes the page's parameters. */
export const statsCsv = new Hono<App>().get('/', async (c) => {
  const params = queryOf(c)
  const today = todayOf(c)
  const part = Part.safeParse(params.part)
  const result = parseStatsQuery(params, today, c.var.user.preferences.week_start)
  if (!part.success || 'errors' in result) {
    throw invalid({
      ...(part.success ? {} : { part: ['Choose series, breakdown or hours'] }),
      ...('errors' in result && result.errors),
    })
  }
  const query = part.data === 'hours' ? { ...result.query, by: 'hour' as const } : result.query
  const view = await statsView(c.env.DB, c.var.user, query, today, c.var.orgTime)
  if (!view) return c.notFound()
  const { from, to } = view.range
  const name = part.data === 'breakdown' ? `by-${view.by}` : part.data
  const of = view.isAllTime ? '' : 'filtered-'
  return csvDownload(c, `daymark-${of}${name}-${from}-to-${to}.csv`, csvOf(view, part.data))
})
