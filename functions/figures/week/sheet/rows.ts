import type { Context } from 'hono'
import type { App } from '../../../lib/env'
import { addDays, datesBetween, dayOf, isDate, weekOf } from '../../../lib/time/days'

/** Data of the timesheet of the week of a date. `now` in epoch ms. */
export const readSheet = async (c: Context<App>, date: string, now: number) => {
  const { preferences } = c.var.user
  const week = weekOf(date, preferences.week_start)
  const near = (days: number) => [addDays(date, days)].filter(isDate)[0]
  return {
    ...week,
    date,
    today: dayOf(now, preferences),
    before: near(-7),
    after: near(7),
    days: datesBetween(week.from, week.to),
  }
}
export type Sheet = Awaited<ReturnType<typeof readSheet>>
