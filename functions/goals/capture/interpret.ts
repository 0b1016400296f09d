import { z } from 'zod'
import type { GoalDraft } from '../../../views/goals/form'
import { duration } from '../../lib/format'
import { cleanLine, countCharacters, firstCharacters } from '../../lib/text'
import { parseDate } from '../../lib/typed-date'
import { secondsOf } from '../../lib/typed-time'
import { type GoalValues, newGoalValues, targetMinutes, titleLimit } from '../schema'

type Capture = {
  title: string
  target_date: string | null
  /** Time in all, or in each week or month. */
  amount: { kind: 'open' | 'weekly' | 'monthly'; target_minutes: number } | null
}

/** Whole minutes of a typed duration with a unit or a colon. A bare number may be part of the title. */
const minutesOf = (text: string) => {
  const seconds = /[a-z:]/i.test(text) ? secondsOf(text) : null
  const minutes = targetMinutes.safeParse(Math.round((seconds ?? 0) / 60))
  return minutes.success ? minutes.data : null
}

type Clause = Partial<Pick<Capture, 'target_date' | 'amount'>>

const parseDeadline = (rest: string, today: string): Clause | null => {
  const date = parseDate(rest, today)
  return date === null ? null : { target_date: date }
}

const eachPatterns = [
  /^(?<amount>.+) (?:a|per|each|every) (?<unit>week|month)$/i,
  /^(?<amount>.+) (?<unit>week|month)ly$/i,
  /^(?<unit>week|month)ly (?<amount>.+)$/i,
]

const parseAmount = (text: string): Clause | null => {
  for (const form of eachPatterns) {
    const { amount = '', unit } = form.exec(text)?.groups ?? {}
    const target_minutes = minutesOf(amount)
    if (unit && target_minutes !== null)
      return { amount: { kind: unit.toLowerCase() === 'week' ? 'weekly' : 'monthly', target_minutes } }
  }
  const target_minutes = /\d ?(?:h|hours?|m|min|minutes?)\b/i.test(text) ? minutesOf(text) : null
  return target_minutes === null ? null : { amount: { kind: 'open', target_minutes } }
}

/** Enough for `2 hours 30 minutes a week`. */
const maxClauseWords = 6

/** Parses the longest clause at the end of a line. */
const parseEnd = (words: string[], today: string) => {
  for (let count = Math.min(maxClauseWords, words.length - 1); count >= 1; count -= 1) {
    const [first = '', ...others] = words.slice(-count)
    const clause =
      first.toLowerCase() === 'by' ? parseDeadline(others.join(' '), today) : parseAmount([first, ...others].join(' '))
    if (clause) return { clause, count }
  }
  return null
}

/**
 * Parses one line such as `Finish thesis by 15 Jan 40h` or `Read papers 5h a week`. It can end with a date after `by` and an
 * amount in all or each week or month, in either order and once each. The rest is the title, which is never empty.
 */
export const parseCapture = (line: string, today: string): Capture => {
  let words = line.split(/\s+/).filter(Boolean)
  let read: Required<Clause> = { target_date: null, amount: null }
  for (let end = parseEnd(words, today); end; end = parseEnd(words, today)) {
    const { clause, count } = end
    if ((clause.target_date && read.target_date) || (clause.amount && read.amount)) break
    read = { ...read, ...clause }
    words = words.slice(0, -count)
  }
  return { ...read, title: words.join(' ') }
}

/** In characters: a title, and room for a date and an amount after it. */
export const lineLimit = titleLimit + 100

const tooLong = `A title has at most ${titleLimit} characters`

export const CaptureForm = z.object({
  entry: z
    .string('Enter a title')
    .transform(cleanLine)
    .pipe(z.string().min(1, 'Enter a title').max(lineLimit, tooLong)),
})

/** Names of a goal's time by its kind. */
export const amountWords = { open: 'in all', rotation: 'in all', weekly: 'each week', monthly: 'each month' } as const

/** Cleans the line of a query string as the form does. */
export const lineOf = (text = '') => cleanLine(firstCharacters(text, lineLimit))

export const interpret = (line: string, today: string) => {
  const { title, target_date, amount } = parseCapture(line, today)
  const values: GoalValues = { ...newGoalValues, title, target_date, ...amount }
  return { values, errors: countCharacters(title) > titleLimit ? [tooLong] : [] }
}
export type Interpretation = ReturnType<typeof interpret>

export const draftOf = ({ values, errors }: Interpretation): GoalDraft => ({
  values: {
    title: values.title,
    kind: values.kind,
    target_date: values.target_date ?? '',
    target_minutes: values.target_minutes === null ? '' : duration(values.target_minutes * 60),
  },
  errors: errors.length > 0 ? { title: errors } : {},
})
