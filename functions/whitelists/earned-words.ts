import { addDays, dayOf, daysBetween, isoWeekday } from '../lib/days'
import { clockTime, duration, longDate, weekdayNames } from '../lib/format'
import type { Preferences } from '../lib/preferences'
import type { EarnedApp } from './earned/list'
import { periodWords } from './rules/unlock-condition'

/** How much is missing, never less than it is: `45m`, under a minute `30s`. */
export const missingWords = (seconds: number) => duration(seconds < 60 ? seconds : Math.ceil(seconds / 60) * 60)

type Reader = Pick<Preferences, 'time_zone' | 'day_start_minute' | 'clock'>

const timeOf = (until: number, { time_zone, clock }: Reader) => {
  const time = clockTime(until, time_zone, clock)
  return time === '00:00' || time === '12:00 am' ? 'midnight' : time
}

/**
 * Till when an app is open: `until midnight`, `until 04:00`, `until Sunday` for the end of the week.
 * @param until epoch ms
 */
export const untilWords = (until: number, today: string, reader: Reader) => {
  const last = dayOf(until - 1, reader)
  return daysBetween(today, last) > 0 ? `until ${weekdayNames[isoWeekday(last) - 1]}` : `until ${timeOf(until, reader)}`
}

/** The same to the minute, for a title: `until Monday, 23 November, 04:00, when counting begins again`. */
export const exactUntil = (until: number, today: string, reader: Reader) => {
  const last = dayOf(until - 1, reader)
  const next = longDate(addDays(last, 1), today)
  return `until ${next}, ${clockTime(until, reader.time_zone, reader.clock)}, when counting begins again`
}

/** What counts, as a label of its own: `Thesis today`, `Tracked this week`. */
export const countedWords = ({ after, subject }: Pick<EarnedApp, 'after' | 'subject'>) =>
  `${after.subject === 'all' ? 'Tracked' : (subject?.name ?? 'What is gone')} ${periodWords(after.period)}`
