import { dayNumber } from '../lib/time/days'

/** The numbers of dates, in order, as `findStreaks` takes them. */
export const dayNumbers = (dates: Iterable<string>) => [...dates].map(dayNumber).toSorted((a, b) => a - b)
