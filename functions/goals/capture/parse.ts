import { parseDate } from '../../lib/typed-date'
import { secondsOf } from '../../lib/typed-time'
import { targetMinutes } from '../schema'

/** What one line says of a goal. */
type Capture = {
  title: string
  target_date: string | null
  /** How much is to be done each week or month. */
  each: { kind: 'weekly' | 'monthly'; target_minutes: number } | null
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
