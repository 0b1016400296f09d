import { Hono } from 'hono'
import { z } from 'zod'
import { csvDownload } from '../../lib/csv/download'
import { isDate } from '../../lib/days'
import type { App } from '../../lib/env'
import { membersOf, ProblemError } from '../../lib/problem'
import { todayOf } from '../../lib/today'
import { exportedSessions } from './queries'
import { writeTimeLog } from './write'

const date = z.string().refine(isDate, 'Enter a date that exists, as YYYY-MM-DD')

/** Inclusive dates; an empty one leaves that end open. */
const RangeQuery = z
  .object({ from: z.literal('').or(date).optional(), to: z.literal('').or(date).optional() })
  .refine(({ from, to }) => !from || !to || from <= to, { path: ['to'], error: 'The end is before the start' })

const invalidRange = (error: z.ZodError) =>
  new ProblemError({
    status: 422,
    code: 'invalid',
    title: 'Invalid request',
    detail: membersOf(error)
      .map(({ path, message }) => `${path}: ${message}.`)
      .join(' '),
    errors: membersOf(error),
  })

const fileName = (from: string, to: string, today: string) => {
  if (from && to) return `daymark-sessions-${from}-to-${to}.csv`
  if (from) return `daymark-sessions-from-${from}.csv`
  return to ? `daymark-sessions-to-${to}.csv` : `daymark-sessions-${today}.csv`
}

export const sessionsCsv = new Hono<App>().get('/', async (c) => {
  const { data, error } = RangeQuery.safeParse(c.req.query())
  if (error) throw invalidRange(error)
  const { from = '', to = '' } = data
  const sessions = await exportedSessions(c.env.DB, c.var.user.id, {
    from: from || '0000-01-01',
    to: to || '9999-12-31',
  })
  return csvDownload(c, fileName(from, to, todayOf(c)), writeTimeLog(sessions))
})
