import { daysBetween, isoWeekday, localDateTime } from '../time/days'
import {
  duration,
  durationLeft,
  exactDuration,
  groupThousands,
  hoursMinutes,
  isoDuration,
  padNumber,
  plural,
} from '../time/duration'

export {
  duration,
  durationLeft,
  exactDuration,
  groupThousands as grouped,
  hoursMinutes,
  isoDuration,
  padNumber as padded,
  plural,
}

/** `once`, `3 times` */
export const timesText = (count: number) => (count === 1 ? 'once' : `${groupThousands(count)} times`)

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

/** `Mon, Tue` of ISO weekdays. */
export const shortWeekdays = (weekdays: number[]) =>
  weekdays.map((weekday) => weekdayNames[weekday - 1]?.slice(0, 3)).join(', ')

export const weekdayNameOf = (date: string) => weekdayNames[isoWeekday(date) - 1] ?? ''

const monthWord = (date: string) => monthNames[Number(date.slice(5, 7)) - 1] ?? ''

const dayNumeral = (date: string) => String(Number(date.slice(8)))

/** The year, unless it is the current one. */
const yearUnless = (date: string, today: string) =>
  date.slice(0, 4) === today.slice(0, 4) ? '' : ` ${date.slice(0, 4)}`

/** `20 November`, or `20 November 2025` in a year other than this one. */
export const dayMonth = (date: string, today: string) =>
  `${dayNumeral(date)} ${monthWord(date)}${yearUnless(date, today)}`

/** `Friday, 20 November`. */
export const longDate = (date: string, today: string) => `${weekdayNameOf(date)}, ${dayMonth(date, today)}`

/** `Fri 20 Nov`. */
export const shortDate = (date: string, today: string) =>
  `${weekdayDay(date)} ${monthWord(date).slice(0, 3)}${yearUnless(date, today)}`

/** `20 Nov`, `20 Nov 2025`. */
export const shortDayMonth = (date: string, today: string) => shortDate(date, today).slice(4)

/** `Nov 2026` for a date or month; `Nov` if it is in the year of `today`. */
export const shortMonth = (date: string, today = '') => `${monthWord(date).slice(0, 3)}${yearUnless(date, today)}`

/** `Mon 16`. */
export const weekdayDay = (date: string) => `${weekdayNameOf(date).slice(0, 3)} ${dayNumeral(date)}`

/** `November`, or `November 2025` in a year other than this one. `month` is `YYYY-MM`. */
export const monthName = (month: string, today: string) => `${monthWord(month)}${yearUnless(month, today)}`

/** `16–22 November`, `22 October – 20 November`. Adds the year to both ends if they differ and one needs it. */
export const rangeText = (from: string, to: string, today: string) => {
  if (from === to) return dayMonth(from, today)
  const sameYear = from.slice(0, 4) === to.slice(0, 4)
  if (from.slice(0, 7) === to.slice(0, 7)) return `${dayNumeral(from)}–${dayMonth(to, today)}`
  const first = `${dayNumeral(from)} ${monthWord(from)}`
  if (sameYear) return `${first} – ${dayMonth(to, today)}`
  return `${first} ${from.slice(0, 4)} – ${dayNumeral(to)} ${monthWord(to)} ${to.slice(0, 4)}`
}

/** `16–22 Nov`, `22 Oct – 20 Nov`: for narrow column heads. */
export const shortRangeText = (from: string, to: string, today: string) =>
  rangeText(from, to, today).replaceAll(/([A-Z][a-z]{2})[a-z]+/g, '$1')

/** Formats `HH:MM` for a person's clock. */
export const wallClock = (time: string, clock: Clock) => {
  if (clock === 24) return time.slice(0, 5)
  const hour = Number(time.slice(0, 2))
  return `${hour % 12 || 12}:${time.slice(3, 5)} ${hour < 12 ? 'am' : 'pm'}`
}

/** Formats an instant (epoch ms) in a zone: `09:30` or `9:30 am`. */
export const clockTime = (instant: number, timeZone: string, clock: Clock) =>
  wallClock(localDateTime(instant, timeZone).time, clock)

/** Formats an instant for a person: `today, 14:02`, `3 March, 9:30 am`. @param now epoch ms, like `instant` */
export const momentText = (instant: number, { time_zone, clock }: { time_zone: string; clock: Clock }, now: number) => {
  const { date, time } = localDateTime(instant, time_zone)
  const { date: today } = localDateTime(now, time_zone)
  return `${date === today ? 'today' : dayMonth(date, today)}, ${wallClock(time, clock)}`
}

/** Current names of zones that browsers and the runtime still list under an old name. */
export const zoneRenames: Record<string, string> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
}

/** `America/New York` */
export const zoneName = (zone: string) =>
  ((Object.hasOwn(zoneRenames, zone) && zoneRenames[zone]) || zone).replaceAll('_', ' ')

/** Formats minutes after midnight: `04:00`. */
export const timeOfMinute = (minute: number) => [Math.floor(minute / 60), minute % 60].map(padNumber).join(':')

const DAYS_A_MONTH = 365.2425 / 12

/** Number of days in words: `5 days`, `10 weeks`, `8 months`. A month may be up to three days short of the average. */
export const distanceText = (days: number) => {
  if (days < 14) return plural(days, 'day')
  if (days < 13 * 7) return plural(Math.floor(days / 7), 'week')
  if (days < 2 * 365) return plural(Math.floor((days + 3) / DAYS_A_MONTH), 'month')
  return plural(Math.floor(days / 365.2425), 'year')
}

/** Distance of a date in days, in words: `today`, `in 5 days`, `in 8 months`, `5 days ago`. */
export const relativeDateText = (days: number) => {
  if (days === 0) return 'today'
  if (days === 1) return 'tomorrow'
  if (days === -1) return 'yesterday'
  return days > 0 ? `in ${distanceText(days)}` : `${distanceText(-days)} ago`
}

/** Formats a date: `today`, `tomorrow`, `Friday, 27 November`, `3 December`, `someday`. */
export const dateText = (date: string | null, today: string) => {
  if (date === null) return 'someday'
  const days = daysBetween(today, date)
  const near = { [-1]: 'yesterday', 0: 'today', 1: 'tomorrow' }[days]
  return near ?? (days > 0 && days < 7 ? longDate(date, today) : dayMonth(date, today))
}

/** Formats a date briefly: `tomorrow`, `Fri 27 Nov`, `someday`. */
export const shortDateText = (date: string | null, today: string) =>
  date === null || Math.abs(daysBetween(today, date)) < 2 ? dateText(date, today) : shortDate(date, today)

/** Formats a week: `16 Nov – 22 Nov`. */
export const weekName = ({ date, to }: { date: string; to: string }) => {
  const [first, last] = [date, to].map((day) => shortDayMonth(day, day))
  return first === last ? first : `${first} – ${last}`
}
