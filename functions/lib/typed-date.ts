import { addDays, isDate, isoWeekday } from './days'
import { monthNames, padded, weekdayNames } from './format'

const wholeMonths = monthNames.map((name) => name.toLowerCase())
const months = wholeMonths.map((name) => name.slice(0, 3))
const monthWords = [...months, ...wholeMonths, 'sept']
const weekdays = weekdayNames.map((name) => name.toLowerCase())

/** Most years between two leap days. */
const mostYears = 8

/** Day of a month in the given year, else the nearest one in the direction of `way`. Null when there is no such day. */
const dayOfMonth = (day: number, monthWord: string, year: string | undefined, today: string, way: 1 | -1) => {
  const month = months.indexOf(monthWord.slice(0, 3)) + 1
  const dateIn = (year: number) => `${String(year).padStart(4, '0')}-${padded(month)}-${padded(day)}`
  if (year !== undefined) return isDate(dateIn(Number(year))) ? dateIn(Number(year)) : null
  const present = Number(today.slice(0, 4))
  const dates = Array.from({ length: mostYears + 1 }, (_, years) => dateIn(present + way * years))
  return dates.find((date) => isDate(date) && (way > 0 ? date >= today : date <= today)) ?? null
}

const month = `(${monthWords.join('|')})\\.?`
const dayMonth = new RegExp(`^(\\d{1,2})(?:st|nd|rd|th)? ${month}(?:,? (\\d{4}))?$`)
const monthDay = new RegExp(`^${month} (\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?$`)

/** Weekday of a word, 1 for Monday; 0 for none. */
const weekdayNamed = (text: string) =>
  weekdays.findIndex((name) => name === text || (text.length >= 3 && name.slice(0, 3) === text)) + 1

const calendarDate = (text: string, today: string, way: 1 | -1) => {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return isDate(text) ? text : null
  if (text === 'today') return today
  const [, day, word, year] = dayMonth.exec(text) ?? []
  if (day !== undefined && word !== undefined) return dayOfMonth(Number(day), word, year, today, way)
  const [, first, number, ofYear] = monthDay.exec(text) ?? []
  return first === undefined || number === undefined ? null : dayOfMonth(Number(number), first, ofYear, today, way)
}

/**
 * Parses `2027-01-15`, `15 Jan`, `January 15, 2027`, `today`, `tomorrow`, or a weekday, which is the next one after
 * today. Null for anything else.
 */
export const parseDate = (typed: string, today: string) => {
  const text = typed.toLowerCase().trim()
  if (text === 'tomorrow') return addDays(today, 1)
  const weekday = weekdayNamed(text)
  if (weekday > 0) return addDays(today, ((weekday - isoWeekday(today) + 6) % 7) + 1)
  return calendarDate(text, today, 1)
}

/** `tomorrow`, or `next Friday`: that of the next week, from Monday to Sunday. Null for anything else. */
const comingDate = (text: string, today: string) => {
  const weekday = weekdayNamed(/^next (\p{L}+)$/u.exec(text)?.[1] ?? '')
  if (weekday > 0) return addDays(today, 7 - isoWeekday(today) + weekday)
  return text === 'tomorrow' ? addDays(today, 1) : null
}

/** Parses the date of a session: one in the past as `parsePastDate`, or `tomorrow`, or `next Friday`. Null for anything else. */
export const parseSessionDate = (typed: string, today: string) =>
  parsePastDate(typed, today) ?? comingDate(typed.toLowerCase().trim(), today)

/**
 * Parses a date in the past: as `parseDate`, but without a year the latest one up to today, and a weekday today or
 * before it; `last Friday` is before today. `yesterday` in place of `tomorrow`. Null for anything else.
 */
export const parsePastDate = (typed: string, today: string) => {
  const text = typed
    .toLowerCase()
    .trim()
    .replace(/^on (?=.)/, '')
  if (text === 'yesterday') return addDays(today, -1)
  const [, last, word = ''] = /^(last )?([a-z]+)$/.exec(text) ?? []
  const weekday = weekdayNamed(word)
  if (weekday > 0) {
    const ago = (isoWeekday(today) - weekday + 7) % 7
    return addDays(today, -(last && ago === 0 ? 7 : ago))
  }
  return calendarDate(text, today, -1)
}
