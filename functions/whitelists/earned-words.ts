import { addDays, dayOf, daysBetween, isoWeekday } from '../lib/days'
import { clockTime, duration, longDate, weekdayNames } from '../lib/format'
import type { Preferences } from '../lib/preferences'
import type { EarnedApp } from './earned/list'
import { periodWords } from './rules/unlock-condition'

/** Rounded up: `45m`; under a minute `30s`. */
export const missingWords = (seconds: number) => duration(seconds < 60 ? seconds : Math.ceil(seconds / 60) * 60)

type Reader = Pick<Preferences, 'time_zone' | 'day_start_minute' | 'clock'>

const timeOf = (until: number, { time_zone, clock }: Reader) => {
  const time = clockTime(until, time_zone, clock)
  return time === '00:00' || time === '12:00 am' ? 'midnight' : time
}

/**
 * End of the time that an app is open: `until midnight`, `until 04:00`, or `until Sunday` for the week.
 * @param until epoch ms
 */
export const untilWords = (until: number, today: string, reader: Reader) => {
  const last = dayOf(until - 1, reader)
  return daysBetween(today, last) > 0 ? `until ${weekdayNames[isoWeekday(last) - 1]}` : `until ${timeOf(until, reader)}`
}

/** For example `until Monday, 23 November, 04:00, when counting begins again`. */
export const exactUntil = (until: number, today: string, reader: Reader) => {
  const last = dayOf(until - 1, reader)
  const next = longDate(addDays(last, 1), today)
  return `until ${next}, ${clockTime(until, reader.time_zone, reader.clock)}, when counting begins again`
}

/** For example `Thesis today` or `Tracked this week`. */
export const countedWords = ({ after, subject }: Pick<EarnedApp, 'after' | 'subject'>) =>
  `${after.subject === 'all' ? 'Tracked' : (subject?.name ?? 'What is gone')} ${periodWords(after.period)}`
