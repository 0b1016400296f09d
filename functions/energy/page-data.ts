import { z } from 'zod'
import { addDays, isDate, weekStartOf } from '../lib/days'
import type { LocalNow } from '../lib/now'
import { type Bucket, bucketsOf, type EnergyWeek, weeksOf } from './averages'
import { checkInsOn, daysBeside, energySums, trackedByHour } from './queries'
import type { CheckInRow } from './schema'

const weekCount = 12

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
}

export const energyPage = async (
  db: D1Database,
  userId: string,
  view: EnergyView,
  { today, weekStart }: LocalNow,
): Promise<EnergyPage> => {
  const { date = today } = view
  const from = addDays(weekStartOf(today, weekStart), 7 * (1 - weekCount))
  const [checkIns, beside, sums, tracked] = await Promise.all([
    checkInsOn(db, userId, date, dayLimit),
    daysBeside(db, userId, date),
    energySums(db, userId, { from, to: addDays(today, 6) }),
    trackedByHour(db, userId),
  ])
  return {
    date,
    today,
    checkIns,
    earlier: beside?.earlier ?? null,
    later: beside?.later ?? null,
    weeks: weeksOf(sums, today, weekStart, weekCount),
    ...bucketsOf(sums, tracked),
  }
}
