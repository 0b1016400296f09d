import { Hono } from 'hono'
import { z } from 'zod'
import { lastDays } from '../ledger/range'
import { addUp } from '../ledger/schema'
import type { App } from '../lib/env'
import { todayOf } from '../lib/today'
import { DaysQuery } from './json'
import * as q from './queries'
import { parseQuery } from './request'
import { isoWeekOf, isoWeekRange } from './week'

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
