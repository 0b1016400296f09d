import { Temporal } from 'temporal-polyfill'
import { monthNames, padded, weekdayNames } from '../text/format'
import { addDays, addMonths, isDate, isoWeekday, monthEnd, monthOf, monthStart } from './days'

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
const dayMonth = new RegExp(`^(?:the )?(\\d{1,2})(?:st|nd|rd|th|\\.)?(?: of)? ${month}(?:,? (\\d{4}))?$`)
const monthDay = new RegExp(`^${month} (?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?$`)

/** Day and month of `15.12.`, `15.12.2026`, `15/12` and `12/15`; a date that could be either day or month first is none. */
const numbered = (text: string) => {
  const [, day, month, year = ''] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})?$/.exec(text) ?? []
  const [, first, second, ofYear = ''] = /^(\d{1,2})\/(\d{1,2})(?:\/(\d{4}))?$/.exec(text) ?? []
  // All day long, and the shape of a screen.
  if (/^(24\/7|16\/9|21\/9)$/.test(text)) return null
  if (day !== undefined && month !== undefined) return { day: Number(day), month: Number(month), year }
  const [one, other] = [Number(first ?? 0), Number(second ?? 0)]
  if (one === 0 || other === 0 || (one <= 12 && other <= 12 && one !== other)) return null
  return { day: Math.max(one, other), month: Math.min(one, other), year: ofYear }
}

const numberWords = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']

/** The number of `3`, `three`, `a`; 0 for none. */
export const countOf = (word: string) =>
  /^\d{1,3}$/.test(word) ? Number(word) : /^an?$/.test(word) ? 1 : numberWords.indexOf(word) + 1

/** Weekday of a word such as `tue`, `tues` and `tuesday`, 1 for Monday; 0 for none. */
export const weekdayNamed = (text: string) =>
  weekdays.findIndex(
    (name) => name === text || (/^(...|tues|weds|thurs?)$/.test(text) && name.startsWith(text.slice(0, 3))),
  ) + 1

const dateOf = (text: string, today: string, way: 1 | -1) => {
  const dashed = text.replace(/^(\d{4})\/(\d\d)\/(\d\d)$/, '$1-$2-$3')
  if (/^\d{4}-\d{2}-\d{2}$/.test(dashed)) return isDate(dashed) ? dashed : null
  if (/^(today|(the )?end of (the )?day)$/.test(text)) return today
  const numbers = numbered(text)
  if (numbers) return dayOfMonth(numbers.day, months[numbers.month - 1] ?? '?', numbers.year || undefined, today, way)
  const [, day, word, year] = dayMonth.exec(text) ?? []
  if (day !== undefined && word !== undefined) return dayOfMonth(Number(day), word, year, today, way)
  const [, first, number, ofYear] = monthDay.exec(text) ?? []
  return first === undefined || number === undefined ? null : dayOfMonth(Number(number), first, ofYear, today, way)
}

/** A date, also behind its weekday: `Friday, 27 November`. */
const calendarDate = (typed: string, today: string, way: 1 | -1) => {
  const [, named = '', behind = ''] = /^(\p{L}+),? (.+)$/u.exec(typed) ?? []
  const weekday = weekdayNamed(named)
  const text = weekday > 0 ? behind : typed
  const date = dateOf(text, today, way)
  return date !== null && weekday > 0 && isoWeekday(date) !== weekday ? null : date
}

const later = (today: string, count: number, unit: string) => {
  const date = Temporal.PlainDate.from(today)
    .add({ [`${unit}s`]: count })
    .toString()
  return isDate(date) ? date : null
}

/** The first or the last day of the week, month or year that is so many after the present one. */
const edgeOf = (edge: 'start' | 'end', unit: string, count: number, today: string) => {
  const [monday, month, year] = [1 - isoWeekday(today) + 7 * count, monthOf(today), Number(today.slice(0, 4)) + count]
  if (unit === 'week') return addDays(today, monday + (edge === 'start' ? 0 : 6))
  if (unit === 'year') return `${year}-${edge === 'start' ? '01-01' : '12-31'}`
  return edge === 'start' ? monthStart(addMonths(month, count)) : monthEnd(addMonths(month, count))
}

/** `in 2 weeks`, `next month`, which is its first day, `end of month`, `this weekend`, `on the 15th`. */
const aheadOf = (text: string, today: string) => {
  const [, count = '', unit = ''] =
    /^in (\w+) (day|week|month|year)s?$/.exec(text) ?? /^(\w+) (day|week|month|year)s? from now$/.exec(text) ?? []
  if (countOf(count) > 0) return later(today, countOf(count), unit)
  if (/^(the )?day after tomorrow$/.test(text)) return addDays(today, 2)
  const [, next] = /^(?:(?:the )?(?:start|beginning) of )?next (week|month|year)$/.exec(text) ?? []
  if (next) return edgeOf('start', next, 1, today)
  const [, which, ended] = /^(?:the )?(?:end|last day) of (the |this |next )?(week|month|year)$/.exec(text) ?? []
  if (ended) return edgeOf('end', ended, which === 'next ' ? 1 : 0, today)
  const [, weekend] = /^(this|next) weekend$/.exec(text) ?? []
  const saturday = weekend && addDays(edgeOf('start', 'week', weekend === 'next' ? 1 : 0, today), 5)
  if (saturday) return saturday < today ? today : saturday
  const [, day] = /^the (\d{1,2})(?:st|nd|rd|th)$/.exec(text) ?? []
  const inMonths = day === undefined ? [] : Array.from({ length: 3 }, (_, count) => addMonths(monthOf(today), count))
  return (
    inMonths.map((month) => `${month}-${padded(Number(day))}`).find((date) => isDate(date) && date >= today) ?? null
  )
}

/**
 * Parses `2027-01-15`, `15 Jan`, `January 15, 2027`, `15.12.`, `today`, `tomorrow`, `in 2 weeks`, `end of month`, or a
 * weekday, which is the next one after today. Null for anything else.
 */
export const parseDate = (typed: string, today: string) => {
  const text = typed.toLowerCase().trim()
  if (text === 'tomorrow') return addDays(today, 1)
  const ahead = aheadOf(text, today)
  if (ahead !== null) return ahead
  const weekday = weekdayNamed(text)
  if (weekday > 0) return addDays(today, ((weekday - isoWeekday(today) + 6) % 7) + 1)
  return calendarDate(text, today, 1)
}

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
  const [, count = '', unit = ''] = /^(\w+) (day|week|month|year)s? ago$/.exec(text) ?? []
  if (countOf(count) > 0) return later(today, -countOf(count), unit)
  const [, last, word = ''] = /^(last )?([a-z]+)$/.exec(text) ?? []
  const weekday = weekdayNamed(word)
  if (weekday > 0) {
    const ago = (isoWeekday(today) - weekday + 7) % 7
    return addDays(today, -(last && ago === 0 ? 7 : ago))
  }
  return calendarDate(text, today, -1)
}
