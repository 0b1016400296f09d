import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { lastDays } from '../ledger/range'
import { addUp } from '../ledger/schema'
import { invalid } from '../lib/api/request'
import { addDays, isDate, isoWeekday, isoWeekNumber, type Range, weekStartOf } from '../lib/days'
import type { App } from '../lib/env'
import { todayOf } from '../lib/now'
import { isJson } from '../lib/page'
import { membersOf, ProblemError } from '../lib/problem'
import { DaysQuery } from './json'
import * as q from './queries'

/** Monday to Sunday of an ISO week, `2026-W07`; null for a week that does not exist. */
export const isoWeekRange = (week: string): Range | null => {
  const [, year, number] = /^(\d{4})-W(\d\d)$/.exec(week) ?? []
  if (year === undefined || !isDate(`${year}-01-04`)) return null
  // 4 January is always in the first week of its year.
  const from = addDays(weekStartOf(`${year}-01-04`, 1), (Number(number) - 1) * 7)
  return isoWeekOf(from) === week ? { from, to: addDays(from, 6) } : null
}

/** `2026-W07`; the year is that of the week's Thursday. */
export const isoWeekOf = (date: string) => {
  const year = addDays(date, 4 - isoWeekday(date)).slice(0, 4)
  return `${year}-W${String(isoWeekNumber(date)).padStart(2, '0')}`
}

const parse = <S extends z.ZodType>(schema: S, input: unknown): z.output<S> => {
  const result = schema.safeParse(input)
  if (!result.success) throw new ProblemError(invalid(membersOf(result.error)))
  return result.data
}

/** Not a validator of `lib/api`, which would add the route to the API reference. @throws ProblemError 422 */
export const parseQuery = <S extends z.ZodType>(c: Context, schema: S) => parse(schema, c.req.query())

/** Reads a missing body as `{}`. @throws ProblemError 422 */
export const parseBody = async <S extends z.ZodType>(c: Context, schema: S) => {
  const isEmpty = !isJson(c.req.header('Content-Type')) || (await c.req.text()) === ''
  return parse(schema, isEmpty ? {} : await c.req.json())
}

const WeekQuery = z.object({
  week: z
    .string()
    .refine((week) => isoWeekRange(week) !== null, 'Enter a valid week, such as 2026-W07')
    .optional(),
})

const summaryDays = 30

const average = (sum: number, count: number) => (count === 0 ? 0 : Math.round(sum / count))

/** `/api/stats`: sessions of pull requests only. */
export const pullStats = new Hono<App>()
  .get('/daily', async (c) => {
    const { days } = parseQuery(c, DaysQuery)
    const stats = await q.pullDays(c.env.DB, c.var.user.id, lastDays(todayOf(c), days))
    return c.json({ stats, days, total_stats: stats.length })
  })

  .get('/weekly', async (c) => {
    const { week = isoWeekOf(todayOf(c)) } = parseQuery(c, WeekQuery)
    const range = isoWeekRange(week)
    if (!range) return c.notFound()
    const days = await q.pullDays(c.env.DB, c.var.user.id, range)
    return c.json({ week, ...addUp(days), daily_breakdown: days.toReversed() })
  })

  .get('/repo/:owner/:name', async (c) => {
    const { owner, name } = c.req.param()
    const total = await q.repoTotal(c.env.DB, c.var.user.id, owner, name)
    const avg_seconds = average(total.total_seconds, total.session_count)
    return c.json({ repo_owner: owner, repo_name: name, ...total, avg_seconds })
  })

  .get('/summary', async (c) => {
    const days = await q.pullDays(c.env.DB, c.var.user.id, lastDays(todayOf(c), summaryDays))
    const { total_seconds, session_count } = addUp(days)
    return c.json({
      period_days: summaryDays,
      total_seconds,
      total_sessions: session_count,
      avg_seconds_per_day: average(total_seconds, summaryDays),
      avg_seconds_per_session: average(total_seconds, session_count),
      active_days: days.filter((day) => day.total_seconds > 0).length,
    })
  })
