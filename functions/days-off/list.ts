import { daysBetween } from '../lib/days'
import { listedDaysOff } from './queries'
import { daysLimit } from './schema'
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
}

/** The days off after a date in the list, empty for its start; `today` divides those to come from those gone by. */
export const daysOffList = async (db: D1Database, userId: string, today: string, after = ''): Promise<DaysOffList> => {
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
