import { daysBetween, type Range } from '../lib/days'
import { daysOffBetween, listedDaysOff } from './queries'
import { type DaysOffView, daysLimit } from './schema'
import { type Stretch, stretches } from './stretches'

/** Stretches on a page of the list. */
const pageLimit = 50

const lengthOf = ({ from, to }: Stretch) => daysBetween(from, to) + 1

/** A page of days off. */
export type DaysOffList = {
  stretches: Stretch[]
  /** The date after which the next page goes on; undefined on the last. */
  next?: string
  first: boolean
  /** Whose single days these are, where they are not put into stretches. */
  within?: Range
}

/** Each day off in a range by itself, so that one of a stretch can be removed. */
const singleDays = async (db: D1Database, userId: string, within: Range): Promise<DaysOffList> => {
  const days = await daysOffBetween(db, userId, within, '', daysLimit)
  return { stretches: days.map(({ date, label }) => ({ from: date, to: date, label })), first: true, within }
}

/** The days off that a view asks for; `today` divides those to come from those gone by. */
export const daysOffList = async (
  db: D1Database,
  userId: string,
  today: string,
  { after, from, to }: DaysOffView = { after: '', from: '', to: '' },
): Promise<DaysOffList> => {
  if (from && to) return singleDays(db, userId, { from, to })
  const found = await listedDaysOff(db, userId, today, after, daysLimit + 1)
  const isCut = found.length > daysLimit
  const all = stretches(found.slice(0, daysLimit))
  // The last one may go on beyond what was read: it comes whole on the next page.
  const whole = isCut && all.length > 1 ? all.slice(0, -1) : all
  const shown = whole.slice(0, pageLimit)
  const days = shown.reduce((sum, stretch) => sum + lengthOf(stretch), 0)
  const next = days < found.length ? found[days - 1]?.date : undefined
  return { stretches: shown, next, first: after === '' }
}
