import { z } from 'zod'
import { selectSubjects } from '../../ledger/facts'
import { parseHourSubject } from '../../ledger/subject'
import { allRows, constant, part, rowsAs, type SqlPart, sql } from '../../lib/db/sql'
import type { LocalNow } from '../../lib/env'
import { andInOrg } from '../../lib/kinds'
import { allOrgs, type Org } from '../../lib/org'
import { addDays, isDate, type Range, weekStartOf } from '../../lib/time/days'
import { type CheckInRow, pageOfCheckIns } from './schema'

const Sum = z.object({ bucket: z.string(), checkins: z.int(), energy: z.int(), engagement: z.int() })
type EnergySum = z.infer<typeof Sum>

/** Sums of the levels of a context's check-ins: of a year by hour and by weekday, and of the listed weeks by day. */
const energySums = (db: D1Database, userId: string, org: Org, year: Range, weeks: Range) => {
  const sumsBy = (bucket: SqlPart, { from, to }: Range) => part`
      SELECT ${bucket} AS bucket, count(*) AS checkins, sum(energy_level) AS energy, sum(engagement_level) AS engagement
      FROM energy_checkins
      WHERE user_id = ${userId} AND deleted_at IS NULL AND date BETWEEN ${from} AND ${to}
        ${andInOrg(userId, org, 'checkin')}
      GROUP BY 1`
  return rowsAs(
    Sum,
    sql(db)`
      ${sumsBy(constant("'hour:' || hour"), year)}
      UNION ALL ${sumsBy(constant("'weekday:' || weekday"), year)}
      UNION ALL ${sumsBy(constant("'day:' || date"), weeks)}`,
  )
}

/** The nearest days with check-ins before and after a day; null if there are no such days. */
const daysBeside = (db: D1Database, userId: string, org: Org, date: string) => {
  const ofContext = part`
    FROM energy_checkins
    WHERE user_id = ${userId} AND deleted_at IS NULL ${andInOrg(userId, org, 'checkin')}`
  return sql(db)`
    SELECT (SELECT max(date) ${ofContext} AND date < ${date}) AS earlier,
      (SELECT min(date) ${ofContext} AND date > ${date}) AS later`.first<{
    earlier: string | null
    later: string | null
  }>()
}

/** Seconds tracked in a range by weekday and hour, with the subjects `hour:<weekday>:<hour>`. */
const trackedByHour = (db: D1Database, userId: string, range: Range) =>
  allRows<{ subject: string; total_seconds: number }>(sql(db)`${selectSubjects(userId, [], range, 'hour')}`)

/** Minimum number of check-ins for an average to be shown. */
export const minCheckIns = 10

/** Number of check-ins, and their averages; null without check-ins. */
type Levels = { checkins: number; energy: number | null; engagement: number | null }

type Sums = Omit<EnergySum, 'bucket'>

const levelsOf = (sums: Sums[]): Levels => {
  const total = (of: keyof Sums) => sums.reduce((sum, one) => sum + one[of], 0)
  const checkins = total('checkins')
  const average = (of: keyof Sums) => (checkins > 0 ? total(of) / checkins : null)
  return { checkins, energy: average('energy'), engagement: average('engagement') }
}

/** Levels of a bucket. Averages are null if it has fewer check-ins than `enough`. */
const claimed = (sums: Sums[]): Levels => {
  const levels = levelsOf(sums)
  return levels.checkins < minCheckIns ? { ...levels, energy: null, engagement: null } : levels
}

export type EnergyBucket = Levels & { at: number; tracked_seconds: number }

type Tracked = { subject: string; total_seconds: number }

const isUsed = ({ checkins }: Levels) => checkins > 0

/**
 * Averages by hour (0 to 23) and by weekday (1 to 7), from the first to the last with check-ins, and the time tracked
 * in each.
 */
const bucketsOf = (sums: EnergySum[], tracked: Tracked[]) => {
  const times = tracked.map(({ subject, total_seconds }) => ({ ...parseHourSubject(subject), total_seconds }))
  const bucketsBy = (by: 'hour' | 'weekday', places: number[]): EnergyBucket[] => {
    const all = places.map((at) => ({
      at,
      ...claimed(sums.filter(({ bucket }) => bucket === `${by}:${at}`)),
      tracked_seconds: times.filter((time) => time[by] === at).reduce((sum, one) => sum + one.total_seconds, 0),
    }))
    return all.slice(all.findIndex(isUsed), all.findLastIndex(isUsed) + 1)
  }
  return {
    hours: bucketsBy(
      'hour',
      Array.from({ length: 24 }, (_, hour) => hour),
    ),
    weekdays: bucketsBy(
      'weekday',
      Array.from({ length: 7 }, (_, index) => index + 1),
    ),
  }
}

export type EnergyWeek = Levels & { from: string }

/** Weeks up to the week of `today`, oldest first. @param weekStart ISO weekday */
const weeksOf = (sums: EnergySum[], today: string, weekStart: number, count: number): EnergyWeek[] => {
  const last = weekStartOf(today, weekStart)
  return Array.from({ length: count }, (_, index) => {
    const from = addDays(last, 7 * (index + 1 - count))
    const [first, end] = [`day:${from}`, `day:${addDays(from, 6)}`]
    return { from, ...levelsOf(sums.filter(({ bucket }) => bucket >= first && bucket <= end)) }
  })
}

export const energyWeeks = 12

/** Maximum number of check-ins listed for a day. */
const dayLimit = 50

/** Query of `/energy`: the day whose check-ins are listed, by default today. */
export const EnergyView = z.object({ date: z.string().refine(isDate).optional().catch(undefined) })
export type EnergyView = z.infer<typeof EnergyView>

export type EnergyPage = {
  date: string
  today: string
  checkIns: CheckInRow[]
  /** The nearest other days with check-ins; null if no other day has any. */
  earlier: string | null
  later: string | null
  weeks: EnergyWeek[]
  hours: EnergyBucket[]
  weekdays: EnergyBucket[]
  /** The year that hours and weekdays include. */
  year: Range
}

export const energyPage = async (
  db: D1Database,
  userId: string,
  org: Org,
  view: EnergyView,
  { today, weekStart }: LocalNow,
): Promise<EnergyPage> => {
  const { date = today } = view
  const year = { from: addDays(today, -364), to: today }
  const from = addDays(weekStartOf(today, weekStart), 7 * (1 - energyWeeks))
  const [checkIns, beside, sums, tracked] = await Promise.all([
    pageOfCheckIns(db, userId, org, { from: date, to: date }, dayLimit),
    daysBeside(db, userId, org, date),
    energySums(db, userId, org, year, { from, to: addDays(today, 6) }),
    org === allOrgs ? trackedByHour(db, userId, year) : [],
  ])
  return {
    date,
    today,
    checkIns: checkIns.rows,
    earlier: beside?.earlier ?? null,
    later: beside?.later ?? null,
    weeks: weeksOf(sums, today, weekStart, energyWeeks),
    ...bucketsOf(sums, tracked),
    year,
  }
}
