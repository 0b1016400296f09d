import { monthNames, padded, weekdayNames } from '../text/format'
import { addDays, addMonths, isDate, isoWeekday, monthEnd, monthOf, monthStart } from './days'

const wholeMonths = monthNames.map((name) => name.toLowerCase())
const months = wholeMonths.map((name) => name.slice(0, 3))
const monthWords = [...months, ...wholeMonths, 'sept']
const weekdays = weekdayNames.map((name) => name.toLowerCase())

/** Maximum number of years between two leap days. */
const mostYears = 8

/** A day and month in the given year, else the nearest one in the direction `way`. Null if the date does not exist. */
const dayOfMonth = (day: number, monthWord: string, year: string | undefined, today: string, way: 1 | -1) => {
  const month = months.indexOf(monthWord.slice(0, 3)) + 1
  const dateIn = (year: number) => `${String(year).padStart(4, '0')}-${padded(month)}-${padded(day)}`
  if (year !== undefined) return isDate(dateIn(Number(year))) ? dateIn(Number(year)) : null
  const present = Number(today.slice(0, 4))
  const dates = Array.from({ length: mostYears + 1 }, (_, years) => dateIn(present + way * years))
  return dates.find((date) => isDate(date) && (way > 0 ? date >= today : date <= today)) ?? null
}

const month = `(${monthWords.join('|')})\\.?`
const dayMonth = new RegExp(`^(?:the )?(\\d{1,2})(?:st|nd|rd|th|\\.)?(?: of)? ${month}(?:,? (\\d{4}|\\d\\d))?$`)
const monthDay = new RegExp(`^${month} (?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}|\\d\\d))?$`)

/** Order of day and month in `3/4`. Only given for forms. In a line, `3/4` is not a date. */
export type DateOrder = 'dmy' | 'mdy'

/** Expands a year of two digits to the year less than 50 years away: 1977 to 2075 in 2026. */
const wholeYear = (digits: string, today: string) => {
  const present = Number(today.slice(0, 4))
  const year = present - (present % 100) + Number(digits)
  return String(year - 100 * Math.trunc((year - present) / 50))
}

const ofLine = /^(\d{1,2})(\.)(\d{1,2})\.(\d{4})?$/
const ofForm = /^(\d{1,2}) ?([./ -]) ?(\d{1,2})(?: ?[./ -] ?(\d{4}|\d\d)?)?$/

/**
 * Day and month of `15.12.`, `15.12.2026`, `15/12` and `12/15`; in a form also of `15.12`, `15-12-26` and, depending on
 * the order, `3/4`. Before a point is the day. A number above 12 is the day, too.
 */
const numbered = (text: string, order?: DateOrder) => {
  const [, first, mark, second, year = ''] =
    (order ? ofForm : ofLine).exec(text) ?? /^(\d{1,2})()\/(\d{1,2})(?:\/(\d{4}))?$/.exec(text) ?? []
  // "24/7" and screen ratios are not dates.
  if (!order && /^(24\/7|16\/9|21\/9)$/.test(text)) return null
  const [one, other] = [Number(first ?? 0), Number(second ?? 0)]
  if (one === 0 || other === 0) return null
  if (mark === '.') return { day: one, month: other, year }
  const isClear = one > 12 || other > 12 || one === other
  if (!isClear && order === undefined) return null
  const dayFirst = isClear ? one > 12 : order === 'dmy'
  return { day: dayFirst ? one : other, month: dayFirst ? other : one, year }
}

const numberWords = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']

/** The number in `3`, `three` or `a`; 0 for other words. */
export const parseCount = (word: string) =>
  /^\d{1,3}$/.test(word) ? Number(word) : /^an?$/.test(word) ? 1 : numberWords.indexOf(word) + 1

/** ISO weekday of a word such as `tue`, `tues` or `tuesday`; 0 for other words. */
export const parseWeekday = (text: string) =>
  weekdays.findIndex(
    (name) => name === text || (/^(...|tues|weds|thurs?)$/.test(text) && name.startsWith(text.slice(0, 3))),
  ) + 1

type Way = 1 | -1

const dateOf = (text: string, today: string, way: Way, order?: DateOrder) => {
  const yearFirst = order ? /^(\d{4})[./ -](\d\d?)[./ -](\d\d?)\.?$/ : /^(\d{4})[/-](\d\d)[/-](\d\d)$/
  const [, whole, month, date] = yearFirst.exec(text) ?? []
  if (whole !== undefined) return dayOfMonth(Number(date), months[Number(month) - 1] ?? '?', whole, today, way)
  if (/^(today|(the )?end of (the )?day)$/.test(text)) return today
  const numbers = numbered(text, order)
  const [, day = numbers?.day, word = months[(numbers?.month ?? 0) - 1], ofDay = numbers?.year] =
    dayMonth.exec(text) ?? []
  const [, named = word, number = day, year = ofDay] = monthDay.exec(text) ?? []
  if (named === undefined || number === undefined || (year?.length === 2 && !order)) return null
  const fullYear = year?.length === 2 ? wholeYear(year, today) : year || undefined
  return dayOfMonth(Number(number), named, fullYear, today, way)
}

/** A date, perhaps after its weekday: `Friday, 27 November`. Null if the weekday is wrong. */
const calendarDate = (typed: string, today: string, way: Way, order?: DateOrder) => {
  const [, named = '', behind = ''] = /^(\p{L}+),? (.+)$/u.exec(typed) ?? []
  const weekday = parseWeekday(named)
  const text = weekday > 0 ? behind : typed
  const date = dateOf(text, today, way, order)
  return date !== null && weekday > 0 && isoWeekday(date) !== weekday ? null : date
}

/** Adds days, weeks, months or years. Uses the last day of shorter months. Null if the result is not a valid date. */
export const addDateUnits = (today: string, count: number, unit: string) => {
  if (unit === 'day' || unit === 'week') return existing(addDays(today, count * (unit === 'week' ? 7 : 1)))
  const month = addMonths(monthOf(today), count * (unit === 'year' ? 12 : 1))
  const date = `${month}${today.slice(7)}`
  return existing(isDate(date) ? date : monthEnd(month))
}

const existing = (date: string) => (isDate(date) ? date : null)

/** First or last day of the week, month or year `count` units after the current one. */
const edgeOf = (edge: 'start' | 'end', unit: string, count: number, today: string) => {
  const [monday, month, year] = [1 - isoWeekday(today) + 7 * count, monthOf(today), Number(today.slice(0, 4)) + count]
  if (unit === 'week') return addDays(today, monday + (edge === 'start' ? 0 : 6))
  if (unit === 'year') return `${year}-${edge === 'start' ? '01-01' : '12-31'}`
  return edge === 'start' ? monthStart(addMonths(month, count)) : monthEnd(addMonths(month, count))
}

/** `in 2 weeks`, `next month` (its first day), `end of month`, `this weekend`, `on the 15th`. */
const aheadOf = (text: string, today: string) => {
  const [, count = '', unit = ''] =
    /^in (\w+) (day|week|month|year)s?$/.exec(text) ?? /^(\w+) (day|week|month|year)s? from now$/.exec(text) ?? []
  if (parseCount(count) > 0) return addDateUnits(today, parseCount(count), unit)
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

/** Normalizes the words of a date: `On Friday next week,` becomes `next friday`. */
export const normalizeDateText = (typed: string) =>
  typed
    .normalize('NFKC')
    .toLowerCase()
    .trim()
    .replace(/[,;]$/, '')
    .replace(/\s+/g, ' ')
    .replace(/^(on|by) (?=.)|^at (?=(the )?end )/, '')
    .replace(/^(?!end |start |beginning )(\p{L}+),? (?:(?:of|in) )?(next|this) week$/u, '$2 $1')
    .replace(/^(next|this) week(?:[’']?s)?,? (?:on )?(\p{L}+)$/u, '$1 $2')
    .replace(/^(?:(?:the|this) )?(?:up)?coming (?=\p{L}+$)/u, 'this ')

/**
 * Parses `2027-01-15`, `15 Jan`, `January 15, 2027`, `15.12.`, `today`, `tomorrow`, `in 2 weeks`, `end of month`, or a
 * weekday, which means the next one after today. `next Friday` is in the next week from Monday to Sunday; `this Friday`
 * is the coming one. Null for anything else.
 */
export const parseDate = (typed: string, today: string, order?: DateOrder) => {
  const text = normalizeDateText(typed)
  if (text === 'tomorrow') return addDays(today, 1)
  const ahead = aheadOf(text, today)
  if (ahead !== null) return ahead
  const [, way, named = ''] = /^(?:(next|this) )?(\p{L}+)$/u.exec(text) ?? []
  const weekday = parseWeekday(named)
  const from = way === 'next' ? addDays(today, 7 - isoWeekday(today)) : today
  if (weekday > 0) return addDays(from, ((weekday - isoWeekday(from) + 6) % 7) + 1)
  return calendarDate(text, today, 1, order)
}

/**
 * Parses a date in the past. Like `parseDate`, but without a year it is the latest one up to today, a weekday is today
 * or before, and `last Friday` is before today. Accepts `yesterday` instead of `tomorrow`. Null for anything else.
 */
export const parsePastDate = (typed: string, today: string, order?: DateOrder) => {
  const text = normalizeDateText(typed)
  if (text === 'yesterday') return addDays(today, -1)
  const [, count = '', unit = ''] = /^(\w+) (day|week|month|year)s? ago$/.exec(text) ?? []
  if (parseCount(count) > 0) return addDateUnits(today, -parseCount(count), unit)
  const [, last, word = ''] = /^(last )?([a-z]+)$/.exec(text) ?? []
  const weekday = parseWeekday(word)
  if (weekday > 0) {
    const ago = (isoWeekday(today) - weekday + 7) % 7
    return addDays(today, -(last && ago === 0 ? 7 : ago))
  }
  return calendarDate(text, today, -1, order)
}

export const noDate = 'Enter a date, such as fri, 15 Dec or 2026-12-15'

/** Options for reading a date field. `isPast`: a date without a year is in the past. */
export type DateReading = { today: string; order: DateOrder; isPast?: boolean }

/** Parses the text of a date field. Null if it is not a date. */
export const readDate = (typed: string, { today, order, isPast = false }: DateReading) => {
  const [first, second] = isPast ? [parsePastDate, parseDate] : [parseDate, parsePastDate]
  return first(typed, today, order) ?? second(typed, today, order)
}

/** Formats a date for its field: `15 Dec 2026` or `Dec 15, 2026`. `readDate` reads both in either order. */
export const formatDateField = (date: string, order: DateOrder) => {
  const [day, month, year] = [
    Number(date.slice(8)),
    monthNames[Number(date.slice(5, 7)) - 1]?.slice(0, 3),
    date.slice(0, 4),
  ]
  return order === 'dmy' ? `${day} ${month} ${year}` : `${month} ${day}, ${year}`
}
