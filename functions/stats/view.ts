import { daysOff } from '../days-off/queries'
import { isoWeekday, monthEnd, monthOf, monthStart, type Range } from '../lib/days'
import type { User } from '../lib/env'
import { breakdown, subjectIds } from './breakdown'
import { monthRows, yearBefore, yearQuartiles, yearRows } from './calendar'
import { groupingOf, periodTarget } from './periods'
import * as q from './queries'
import { merged, previous } from './range'
import { series } from './series'
import { summary } from './summary'

type Asked = Range & { group?: 'day' | 'week'; month?: string }

/** Everything that the page of statistics shows of a person's range, asked of the rollups once. */
export const statsView = async (db: D1Database, user: User, asked: Asked, today: string) => {
  const { preferences } = user
  const range = { from: asked.from, to: asked.to }
  const month = asked.month ?? monthOf(today)
  const year = yearBefore(today, preferences.week_start)
  const dayRanges = merged([range, year, { from: monthStart(month), to: monthEnd(month) }])
  const [sums, before, off, ...found] = await Promise.all([
    q.subjectSums(db, user.id, range, ['project', 'goal']),
    q.rangeSum(db, user.id, 'all', previous(range)),
    daysOff(db, user.id, ...dayRanges),
    ...dayRanges.map((days) => q.daySums(db, user.id, 'all', days)),
  ])
  const names = await q.subjectNames(db, user.id, subjectIds(sums, 'project'), subjectIds(sums, 'goal'))

  const days = found.flat()
  const weekStart = preferences.week_start
  const free = { restDays: preferences.rest_days, daysOff: new Set(off) }
  const week = { weekStart, ...free }
  const group = groupingOf(range, asked.group)
  const periods = series(days, range, group, weekStart)
  const bars = periods.map((period) => ({
    ...period,
    targetSeconds: periodTarget(period, preferences.daily_target_minutes, free),
    ticked: group === 'week' || periods.length <= 14 || isoWeekday(period.date) === weekStart,
  }))
  const bounds = yearQuartiles(days, year)
  return {
    range,
    today,
    figures: summary(days, range, { today, ...free }),
    before,
    group,
    bars,
    targetSeconds: Math.max(...bars.map((bar) => bar.targetSeconds)),
    byProject: breakdown(sums, names, 'project'),
    byGoal: breakdown(sums, names, 'goal'),
    calendar: {
      rows: yearRows(days, year, bounds, week),
      year,
      bounds,
      month: { month, rows: monthRows(days, month, bounds, week), weekStart },
    },
  }
}
