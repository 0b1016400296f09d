import { z } from 'zod'
import { addDays, isDate, weekStartOf } from '../lib/days'
import type { LocalNow } from '../lib/now'
import { allOrgs, type Org } from '../lib/org'
import { type Bucket, bucketsOf, type EnergyWeek, weeksOf } from './averages'
import { type CheckInRow, pageOfCheckIns } from './schema'
import { daysBeside, energySums, trackedByHour } from './sums'

export const weekCount = 12

/** Check-ins of a day that are listed. */
const dayLimit = 50

/** Query of `/energy`: the day whose check-ins are listed, today without one. */
export const EnergyView = z.object({ date: z.string().refine(isDate).optional().catch(undefined) })
export type EnergyView = z.infer<typeof EnergyView>

export type EnergyPage = {
  date: string
  today: string
  checkIns: CheckInRow[]
  /** The nearest days with check-ins. */
  earlier: string | null
  later: string | null
  weeks: EnergyWeek[]
  hours: Bucket[]
  weekdays: Bucket[]
  /** Averages are of all check-ins, beside tracked time; else of the weeks that are shown. */
  isAll: boolean
}

export const energyPage = async (
  db: D1Database,
  userId: string,
  org: Org,
  view: EnergyView,
  { today, weekStart }: LocalNow,
): Promise<EnergyPage> => {
  const { date = today } = view
  const isAll = org === allOrgs
  const from = addDays(weekStartOf(today, weekStart), 7 * (1 - weekCount))
  const range = { from, to: addDays(today, 6) }
  const [checkIns, beside, sums, tracked] = await Promise.all([
    pageOfCheckIns(db, userId, org, { from: date, to: date }, dayLimit),
    daysBeside(db, userId, org, date),
    energySums(db, userId, org, range),
    isAll ? trackedByHour(db, userId) : [],
  ])
  return {
    date,
    today,
    checkIns: checkIns.rows,
    earlier: beside?.earlier ?? null,
    later: beside?.later ?? null,
    weeks: weeksOf(sums, today, weekStart, weekCount),
    ...bucketsOf(sums, tracked),
    isAll,
  }
}
