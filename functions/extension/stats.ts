import { Hono } from 'hono'
import { z } from 'zod'
import type { DaySum } from '../ledger/schema'
import { addDays } from '../lib/days'
import type { App } from '../lib/env'
import { todayOf } from '../lib/today'
import { DaysQuery } from './json'
import * as q from './queries'
import { queryOf } from './request'
import { isoWeek, isoWeekOf } from './week'

const WeekQuery = z.object({
  week: z
    .string()
    .refine((week) => isoWeek(week) !== null, 'Give a week that exists, such as 2026-W07')
    .optional(),
})

/** The days that the summary is of. */
const summaryDays = 30

/** The last so many days of a person, today among them. */
export const lastDays = (today: string, days: number) => ({ from: addDays(today, 1 - days), to: today })

const sumOf = (days: DaySum[]) => ({
  total_seconds: days.reduce((sum, day) => sum + day.total_seconds, 0),
  session_count: days.reduce((sum, day) => sum + day.session_count, 0),
})

/** `part` of `whole`, in whole numbers; 0 of nothing. */
const average = (whole: number, parts: number) => (parts === 0 ? 0 : Math.round(whole / parts))

/** `/api/stats`, of the sessions of pull requests alone */
export const pullStats = new Hono<App>()
  .get('/daily', async (c) => {
    const { days } = queryOf(c, DaysQuery)
    const stats = await q.pullDays(c.env.DB, c.var.user.id, lastDays(todayOf(c), days))
    return c.json({ stats, days, total_stats: stats.length })
  })

  .get('/weekly', async (c) => {
    const { week = isoWeekOf(todayOf(c)) } = queryOf(c, WeekQuery)
    const range = isoWeek(week)
    if (!range) return c.notFound()
    const days = await q.pullDays(c.env.DB, c.var.user.id, range)
    return c.json({ week, ...sumOf(days), daily_breakdown: days.toReversed() })
  })

  .get('/repo/:owner/:name', async (c) => {
    const { owner, name } = c.req.param()
    const total = await q.repoTotal(c.env.DB, c.var.user.id, owner, name)
    const avg_seconds = average(total.total_seconds, total.session_count)
    return c.json({ repo_owner: owner, repo_name: name, ...total, avg_seconds })
  })

  .get('/summary', async (c) => {
    const days = await q.pullDays(c.env.DB, c.var.user.id, lastDays(todayOf(c), summaryDays))
    const { total_seconds, session_count } = sumOf(days)
    return c.json({
      period_days: summaryDays,
      total_seconds,
      total_sessions: session_count,
      avg_seconds_per_day: average(total_seconds, summaryDays),
      avg_seconds_per_session: average(total_seconds, session_count),
      active_days: days.filter((day) => day.total_seconds > 0).length,
    })
  })
