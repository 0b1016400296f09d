import { isoWeekday, localDateTime } from './days'

/** Preferred clock: `21:30` or `9:30 pm`. */
export type Clock = 24 | 12

export const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** Weekdays in two letters, Monday first, for narrow columns. */
export const weekdayLetters = weekdayNames.map((name) => name.slice(0, 2))

export const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** Adds thousands commas, whatever the server's locale. */
export const grouped = (n: number) => String(n).replace(/\B(?=(\d{3})+$)/g, ',')

const padded = (n: number) => String(n).padStart(2, '0')

/** `1 session`, `1,204 sessions`; `many` for irregular plurals. */
export const plural = (n: number, one: string, many = `${one}s`) => `${grouped(n)} ${n === 1 ? one : many}`

/** Rounds down, so that it never shows more than was tracked. */
export const hoursMinutes = (seconds: number) => ({
  hours: Math.floor(seconds / 3600),
  minutes: Math.floor((seconds % 3600) / 60),
})

/** `3h 25m`, `7h 05m`, `4h`, `25m`, under a minute `45s`, nothing `0m`. */
export const duration = (seconds: number) => {
  const { hours, minutes } = hoursMinutes(seconds)
  if (hours === 0 && minutes === 0) return seconds >= 1 ? `${Math.floor(seconds)}s` : '0m'
  if (hours === 0) return `${minutes}m`
  return minutes === 0 ? `${grouped(hours)}h` : `${grouped(hours)}h ${padded(minutes)}m`
}

/** To the second, for a title attribute: `3h 25m 10s`. */
export const exactDuration = (seconds: number) => {
  const rest = Math.floor(seconds % 60)
  if (rest === 0 || seconds < 60) return duration(seconds)
  const { hours, minutes } = hoursMinutes(seconds)
  const minutesText = hours === 0 ? `${minutes}m` : `${grouped(hours)}h ${padded(minutes)}m`
  return `${minutesText} ${padded(rest)}s`
}

/** For machines, as in `<time datetime>`: `PT3H25M10S`. */
export const isoDuration = (seconds: number) => {
  const { hours, minutes } = hoursMinutes(seconds)
  const rest = Math.floor(seconds % 60)
  const text = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${rest ? `${rest}S` : ''}`
  return `PT${text || '0S'}`
}

const weekdayOf = (date: string) => weekdayNames[isoWeekday(date) - 1] ?? ''

const monthWord = (date: string) => monthNames[Number(date.slice(5, 7)) - 1] ?? ''

const dayNumeral = (date: string) => String(Number(date.slice(8)))

/** Names the year unless it is the present one. */
const yearUnless = (date: string, today: string) =>
  date.slice(0, 4) === today.slice(0, 4) ? '' : ` ${date.slice(0, 4)}`

/** `20 November`, or `20 November 2025` when that is not this year. */
export const dayMonth = (date: string, today: string) =>
  `${dayNumeral(date)} ${monthWord(date)}${yearUnless(date, today)}`

/** `Friday, 20 November`. */
export const longDate = (date: string, today: string) => `${weekdayOf(date)}, ${dayMonth(date, today)}`

/** `Fri 20 Nov`. */
export const shortDate = (date: string, today: string) =>
  `${weekdayDay(date)} ${monthWord(date).slice(0, 3)}${yearUnless(date, today)}`

/** `Mon 16`. */
export const weekdayDay = (date: string) => `${weekdayOf(date).slice(0, 3)} ${dayNumeral(date)}`

/** `November`, or `November 2025` when that is not this year. `month` is `YYYY-MM`. */
export const monthName = (month: string, today: string) => `${monthWord(month)}${yearUnless(month, today)}`

/** `22 October – 20 November`. Both ends show their year when either needs to and they differ. */
export const rangeText = (from: string, to: string, today: string) => {
  if (from === to) return dayMonth(from, today)
  const sameYear = from.slice(0, 4) === to.slice(0, 4)
  const first = `${dayNumeral(from)} ${monthWord(from)}`
  if (sameYear) return `${first} – ${dayMonth(to, today)}`
  return `${first} ${from.slice(0, 4)} – ${dayNumeral(to)} ${monthWord(to)} ${to.slice(0, 4)}`
}

/** Formats `HH:MM` for a person's clock. */
export const wallClock = (time: string, clock: Clock) => {
  if (clock === 24) return time.slice(0, 5)
  const hour = Number(time.slice(0, 2))
  return `${hour % 12 || 12}:${time.slice(3, 5)} ${hour < 12 ? 'am' : 'pm'}`
}

/** Formats an instant (epoch ms) in a zone: `09:30` or `9:30 am`. */
export const clockTime = (instant: number, timeZone: string, clock: Clock) =>
  wallClock(localDateTime(instant, timeZone).time, clock)

/** `America/New York` */
export const zoneName = (zone: string) => zone.replaceAll('_', ' ')

/** Formats minutes after midnight: `04:00`. */
export const timeOfMinute = (minute: number) => [Math.floor(minute / 60), minute % 60].map(padded).join(':')

const DAYS_A_MONTH = 365.2425 / 12

/** A number of days in words: `5 days`, `10 weeks`, `8 months`. */
export const distance = (days: number) => {
  if (days < 14) return plural(days, 'day')
  if (days < 13 * 7) return plural(Math.floor(days / 7), 'week')
  if (days < 2 * 365) return plural(Math.floor(days / DAYS_A_MONTH), 'month')
  return plural(Math.floor(days / 365.2425), 'year')
}

/** Distance of a date in days, in words: `today`, `in 5 days`, `in 8 months`, `5 days ago`. */
export const relativeWeeks = (days: number) => {
  if (days === 0) return 'today'
  if (days === 1) return 'tomorrow'
  if (days === -1) return 'yesterday'
  return days > 0 ? `in ${distance(days)}` : `${distance(-days)} ago`
}
