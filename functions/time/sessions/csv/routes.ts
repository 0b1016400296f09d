import { Hono } from 'hono'
import type { z } from 'zod'
import { type App, todayOf } from '../../../lib/env'
import { csvDownload, toStream } from '../../../lib/files/download'
import { issueMembers, ProblemError } from '../../../lib/http/problem'
import { hasOnlyDates, limitToContext, type SessionsView, ViewQuery, viewFilterParams, viewParams } from '../list/view'
import { type ExportedSession, exportedSessions } from './queries'
import { timeLogHeader, timeLogLines } from './write'

const invalidQuery = (error: z.ZodError) =>
  new ProblemError({
    status: 422,
    code: 'invalid',
    title: 'Invalid request',
    detail: issueMembers(error)
      .map(({ path, message }) => `${path}: ${message}.`)
      .join(' '),
    errors: issueMembers(error),
  })

const fileName = (view: SessionsView, today: string) => {
  const { from, to } = view
  const name = hasOnlyDates(view) ? 'daymark-sessions' : 'daymark-filtered-sessions'
  if (from && to) return `${name}-${from}-to-${to}.csv`
  if (from) return `${name}-from-${from}.csv`
  return to ? `${name}-to-${to}.csv` : `${name}-${today}.csv`
}

async function* pieces(pages: AsyncIterable<ExportedSession[]>, isFiltered: boolean) {
  yield timeLogHeader(isFiltered)
  for await (const page of pages) yield timeLogLines(page, isFiltered)
}

/** `/sessions.csv`: the sessions of the list with the same parameters, of all its pages. */
export const sessionsCsv = new Hono<App>().get('/', async (c) => {
  const { searchParams } = new URL(c.req.url)
  const { week_start } = c.var.user.preferences
  const { cursor: _, shown_to: __, ...filter } = viewParams(searchParams, todayOf(c), week_start)
  const { data, error } = ViewQuery.safeParse(filter)
  if (error) throw invalidQuery(error)
  const view = limitToContext(data, c.var.orgTime)
  const sessions = await exportedSessions(c.env.DB, c.var.user.id, view)
  const isFiltered = viewFilterParams(view).length > 0 || view.context !== undefined
  return csvDownload(c, fileName(view, todayOf(c)), toStream(pieces(sessions, isFiltered)))
})
