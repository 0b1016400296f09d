import { addDays, isDate, isoWeekday } from '../../lib/days'
import { weekdayNames } from '../../lib/format'
import { secondsOf } from '../../sessions/times/typed'
import { targetMinutes } from '../schema'

/** What one line says of a goal. */
type Capture = {
  title: string
  target_date: string | null
  /** How much is to be done each week or month. */
  each: { kind: 'weekly' | 'monthly'; target_minutes: number } | null
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const monthNames = ['january', 'february', 'march', 'april', 'june', 'july', 'august', 'september', 'sept', 'october']
const monthWords = [...months, ...monthNames, 'november', 'december']

const weekdays = weekdayNames.map((name) => name.toLowerCase())

const padded = (n: number) => String(n).padStart(2, '0')

/** The years between two leap days, at most. */
const mostYears = 8

/** A day of a month: in its year, else the next one from today on. Null where there is no such day. */
const dayOfMonth = (day: number, monthWord: string, year: string | undefined, today: string) => {
  const month = months.indexOf(monthWord.slice(0, 3)) + 1
  const dateIn = (year: number) => `${String(year).padStart(4, '0')}-${padded(month)}-${padded(day)}`
  if (year !== undefined) return isDate(dateIn(Number(year))) ? dateIn(Number(year)) : null
  const present = Number(today.slice(0, 4))
  const dates = Array.from({ length: mostYears + 1 }, (_, years) => dateIn(present + years))
  return dates.find((date) => isDate(date) && date >= today) ?? null
}

const month = `(${monthWords.join('|')})\\.?`
const dayMonth = new RegExp(`^(\\d{1,2})(?:st|nd|rd|th)? ${month}(?:,? (\\d{4}))?$`)
const monthDay = new RegExp(`^${month} (\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?$`)

/**
 * A typed date: `2027-01-15`, `15 Jan`, `January 15, 2027`, `today`, `tomorrow`, or a weekday, which is the next one
 * after today. Null for anything else.
 */
export const parseDate = (typed: string, today: string) => {
  const text = typed.toLowerCase().trim()
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return isDate(text) ? text : null
  if (text === 'today') return today
  if (text === 'tomorrow') return addDays(today, 1)
  const weekday = weekdays.findIndex((name) => name === text || (text.length >= 3 && name.slice(0, 3) === text)) + 1
  if (weekday > 0) return addDays(today, ((weekday - isoWeekday(today) + 6) % 7) + 1)
  const [, day, word, year] = dayMonth.exec(text) ?? []
  if (day !== undefined && word !== undefined) return dayOfMonth(Number(day), word, year, today)
  const [, first, number, ofYear] = monthDay.exec(text) ?? []
  return first === undefined || number === undefined ? null : dayOfMonth(Number(number), first, ofYear, today)
}

/** Whole minutes of a typed duration that has a unit or a colon; null for a bare number, which may be part of a title. */
const minutesOf = (text: string) => {
  const seconds = /[a-z:]/i.test(text) ? secondsOf(text) : null
  const minutes = targetMinutes.safeParse(Math.round((seconds ?? 0) / 60))
  return minutes.success ? minutes.data : null
}

type Taken = Partial<Pick<Capture, 'target_date' | 'each'>>

const takeDate = (rest: string, today: string): Taken | null => {
  const date = parseDate(rest, today)
  return date === null ? null : { target_date: date }
}

const eachForms = [
  /^(?<amount>.+) (?:a|per|each|every) (?<unit>week|month)$/i,
  /^(?<amount>.+) (?<unit>week|month)ly$/i,
  /^(?<unit>week|month)ly (?<amount>.+)$/i,
]

const takeEach = (text: string): Taken | null => {
  for (const form of eachForms) {
    const { amount = '', unit } = form.exec(text)?.groups ?? {}
    const target_minutes = minutesOf(amount)
    if (unit && target_minutes !== null)
      return { each: { kind: unit.toLowerCase() === 'week' ? 'weekly' : 'monthly', target_minutes } }
  }
  return null
}

/** The most words that one of the clauses has: `by January 15, 2027`, `2 hours 30 minutes a week`. */
const mostWords = 6

/** What the words at the end of a line say, and how many they are: as many as say something together. */
const takeEnd = (words: string[], today: string) => {
  for (let count = Math.min(mostWords, words.length - 1); count >= 2; count -= 1) {
    const [first = '', ...others] = words.slice(-count)
    const taken =
      first.toLowerCase() === 'by' ? takeDate(others.join(' '), today) : takeEach([first, ...others].join(' '))
    if (taken) return { taken, count }
  }
  return null
}

/**
 * Reads one line such as `Finish thesis by 15 Jan` or `Read papers 5h a week`: at its end a date after `by`, and how
 * much each week or month, in either order and once each. Whatever is left is the title, and something always is.
 */
export const parseCapture = (line: string, today: string): Capture => {
  let words = line.split(/\s+/).filter(Boolean)
  let read: Required<Taken> = { target_date: null, each: null }
  for (let end = takeEnd(words, today); end; end = takeEnd(words, today)) {
    const { taken, count } = end
    if ((taken.target_date && read.target_date) || (taken.each && read.each)) break
    read = { ...read, ...taken }
    words = words.slice(0, -count)
  }
  return { ...read, title: words.join(' ') }
}
