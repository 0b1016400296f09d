import { Hono } from 'hono'
import { readDaySums, readTotal } from '../../ledger/facts'
import { previousRange, rangeOrLast30Days, withPeriod } from '../../ledger/range'
import { filterFor, limitFilter } from '../../ledger/resolve-subject'
import { addUp, summarize } from '../../ledger/schema'
import { fillPeriods } from '../../ledger/series'
import { describeOperation } from '../../lib/api/describe'
import { query } from '../../lib/api/request'
import { versioned } from '../../lib/api/version'
import { type App, todayOf } from '../../lib/env'
import type { OrgTime } from '../../lib/org'
import { addressText } from '../../lib/text/text'
import type { Range } from '../../lib/time/days'
import { daysOff } from '../../time/days-off/queries'
import { finishedRounds } from '../../time/timer/focus/queries'
import { breakdownShares, readSums, type Share, weekdaySharesOf } from './breakdown'
import type { Division } from './query'
import { BreakdownApiQuery, BreakdownJson, StatsApiQuery, StatsJson } from './query'

const readShares = async (
  db: D1Database,
  userId: string,
  range: Range,
  by: Division,
  { subject, context }: { subject: string; context: OrgTime | null },
): Promise<Share[]> => {
  const filter = limitFilter(await filterFor(db, userId, subject), context)
  if (by === 'weekday') return weekdaySharesOf(await readDaySums(db, userId, filter, range))
  return breakdownShares(by, await readSums(db, userId, filter, by, range))
}

const tag = 'Statistics'

/** `/api/v1/stats` */
export const statsApi = new Hono<App>()
  .get(
    '/',
    describeOperation({
      summary: 'Read the statistics of a range',
      description: 'A running timer isn’t counted until it stops.',
      tag,
      versioned: true,
      answers: { schema: StatsJson },
    }),
    query(StatsApiQuery),
    versioned,
    async (c) => {
      const { DB } = c.env
      const { id, preferences } = c.var.user
      const { group, subject, ...dates } = c.req.valid('query')
      const today = todayOf(c)
      const range = rangeOrLast30Days(withPeriod(dates, today, preferences.week_start), today)
      const ledger = limitFilter(await filterFor(DB, id, subject), c.var.orgTime)
      const [ownDays, before, off, rounds] = await Promise.all([
        readDaySums(DB, id, ledger, range),
        readTotal(DB, id, ledger, previousRange(range)),
        daysOff(DB, id, range),
        finishedRounds(DB, id, range, ledger),
      ])
      const person = { today, restDays: preferences.rest_days, daysOff: new Set(off) }
      const { average_active_day_seconds: _, ...figures } = summarize(ownDays, range, person)
      const periods = fillPeriods(ownDays, range, group, preferences.week_start)
      return c.json({
        ...range,
        group,
        subject: addressText(subject),
        ...figures,
        focus_rounds: rounds.reduce((sum, day) => sum + day.rounds, 0),
        series: periods.map(({ date, total_seconds, session_count }) => ({ date, total_seconds, session_count })),
        previous: before,
      })
    },
  )

  .get(
    '/breakdown',
    describeOperation({
      summary: 'Break down the time of a range by project, tag, hour and more',
      description:
        'By weekday and by hour every item is listed; otherwise items with time, longest first, and items without one ' +
        'last. Hours are local time, over all weekdays. A session with several tags counts in full ' +
        'for each; an item with an empty key subtracts what was counted more than once.',
      tag,
      versioned: true,
      answers: { schema: BreakdownJson },
    }),
    query(BreakdownApiQuery),
    versioned,
    async (c) => {
      const { by, subject, ...dates } = c.req.valid('query')
      const { id, preferences } = c.var.user
      const today = todayOf(c)
      const range = rangeOrLast30Days(withPeriod(dates, today, preferences.week_start), today)
      const shares = await readShares(c.env.DB, id, range, by, {
        subject: addressText(subject),
        context: c.var.orgTime,
      })
      const items = shares.map(({ key, label, total_seconds, session_count }) => ({
        key,
        label,
        total_seconds,
        session_count,
      }))
      return c.json({ items, total_seconds: addUp(items).total_seconds })
    },
  )
