import { addDays, daysBetween, type Range } from '../../lib/days'
import { daysOffBetween, listedDaysOff } from './queries'
import { type DayOffRow, type DaysOffView, daysLimit, type Stretch } from './schema'

/** Joins consecutive days, listed forwards or backwards. */
export const stretches = (days: DayOffRow[]): Stretch[] => {
  const joined: Stretch[] = []
  for (const { date, label } of days) {
    const last = joined.at(-1)
    if (last && last.label === label && date === addDays(last.to, 1)) last.to = date
    else if (last && last.label === label && date === addDays(last.from, -1)) last.from = date
    else joined.push({ from: date, to: date, label })
  }
  return joined
}

const pageLimit = 50

const lengthOf = ({ from, to }: Stretch) => daysBetween(from, to) + 1

export type DaysOffList = {
  stretches: Stretch[]
  next?: string
  first: boolean
  view: DaysOffView
  /** Range that is shown day by day instead of in stretches. */
  within?: Range
}

/** Lists each day by itself, so that a single day of a stretch can be removed. */
const singleDays = async (db: D1Database, userId: string, view: DaysOffView, within: Range): Promise<DaysOffList> => {
  const days = await daysOffBetween(db, userId, within, '', daysLimit)
  return { stretches: days.map(({ date, label }) => ({ from: date, to: date, label })), first: true, view, within }
}

export const daysOffList = async (
  db: D1Database,
  userId: string,
  today: string,
  view: DaysOffView = { after: '', from: '', to: '' },
): Promise<DaysOffList> => {
  const { after, from, to } = view
  if (from && to) return singleDays(db, userId, view, { from, to })
  const rows = await listedDaysOff(db, userId, today, after, daysLimit + 1)
  const isCut = rows.length > daysLimit
  const all = stretches(rows.slice(0, daysLimit))
  // The last stretch may continue beyond the rows that were read: the next page has it whole.
  const whole = isCut && all.length > 1 ? all.slice(0, -1) : all
  const shown = whole.slice(0, pageLimit)
  const days = shown.reduce((sum, stretch) => sum + lengthOf(stretch), 0)
  const next = days < rows.length ? rows[days - 1]?.date : undefined
  return { stretches: shown, next, first: after === '', view }
}
