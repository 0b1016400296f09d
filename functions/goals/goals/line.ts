import { duration, relativeWeeks, shortDate } from '../../lib/text/format'
import { daysBetween } from '../../lib/time/days'
import { parseDate } from '../../lib/time/typed-date'
import { errorsOf, openPart, part, wrongParts } from '../../line/parts'
import { minutesOf, phraseAt, phrasesBehind } from '../../line/phrases'
import type { GoalDraft } from './schema'
import { newGoalValues, targetMinutes, titleLimit } from './schema'

type Capture = {
  title: string
  target_date: string | null
  /** Time in all, or in each week or month. */
  amount: { kind: 'open' | 'weekly' | 'monthly'; target_minutes: number } | null
}

/** Whole minutes of a typed duration that a goal can have. */
const targetOf = (text: string) => {
  const minutes = targetMinutes.safeParse(minutesOf(text) ?? 0)
  return minutes.success ? minutes.data : null
}

type Clause = Partial<Pick<Capture, 'target_date' | 'amount'>>

const readDeadline = (text: string, today: string): Clause | null => {
  const [, typed] = /^(?:by|until) (.+)$/i.exec(text) ?? []
  const date = typed === undefined ? null : parseDate(typed, today)
  return date === null ? null : { target_date: date }
}

const eachPatterns = [
  /^(?<amount>.+) (?:a|per|each|every) (?<unit>week|month)$/i,
  /^(?<amount>.+) (?<unit>week|month)ly$/i,
  /^(?<unit>week|month)ly (?<amount>.+)$/i,
]

const readAmount = (text: string): Clause | null => {
  for (const form of eachPatterns) {
    const { amount = '', unit } = form.exec(text)?.groups ?? {}
    const target_minutes = targetOf(amount)
    if (unit && target_minutes !== null)
      return { amount: { kind: unit.toLowerCase() === 'week' ? 'weekly' : 'monthly', target_minutes } }
  }
  // A colon may be of a time.
  const target_minutes = text.includes(':') ? null : targetOf(text)
  return target_minutes === null ? null : { amount: { kind: 'open', target_minutes } }
}

const readClause = (text: string, today: string) => readDeadline(text, today) ?? readAmount(text)

/** Enough for `2 hours 30 minutes a week`. */
const mostWords = 6

/**
 * Parses one line such as `Finish thesis by 15 Jan 40h` or `Read papers 5h a week`. It can end with a date after `by` and an
 * amount in all or each week or month, in either order and once each. The rest is the title, which is never empty.
 */
export const parseCapture = (line: string, today: string): Capture => {
  const words = line.split(/\s+/).filter(Boolean)
  const { values, rest } = phrasesBehind(words, (text) => readClause(text, today), mostWords)
  return { target_date: null, amount: null, ...values, title: rest.join(' ') }
}

/** A date that other words follow, as in `Write by 15 Jan with Ada`. */
const dateBefore = (words: string[], today: string) =>
  words
    .map((_, at) => phraseAt('start', words.slice(at), (some) => readDeadline(some.join(' '), today) && some.join(' ')))
    .find((found) => found !== null)?.value

/** The part of a title that looks like a date or an amount, but is none, comes twice or not at the end. */
const notUnderstood = (title: string, today: string) => {
  const [first = '', ...words] = title.split(' ')
  const again = phraseAt('end', words, (phrase) => readClause(phrase.join(' '), today) && phrase.join(' '), mostWords)
  const tail = words.join(' ')
  return (
    again?.value ??
    dateBefore([first, ...words], today) ??
    /\b(?:by|until) (?:(?:next|this|last|the) \S+|(?:the )?end of \S+|yesterday)$/i.exec(tail)?.[0] ??
    /\bby (?=.*\d)\S+(?: \S+){0,2}$/i.exec(tail)?.[0] ??
    /(?<!\S)\S*\d\S* (?:a|per|each|every) (?:week|month)$/i.exec(tail)?.[0]
  )
}

/** In characters: a title, and room for a date and an amount after it. */
export const lineLimit = titleLimit + 100

const amountWords = { open: 'in all', rotation: 'in all', weekly: 'each week', monthly: 'each month' } as const

/** Understands a line such as `Finish thesis by 15 Jan 40h`. */
export const interpretGoal = (line: string, today: string) => {
  const { title, target_date, amount } = parseCapture(line, today)
  const values = { title, kind: newGoalValues.kind, target_date, target_minutes: null, ...amount }
  const { kind, target_minutes } = values
  return {
    values,
    errors: errorsOf(title, titleLimit),
    does: 'Add goal',
    added: 'Goal added',
    parts: [
      ...part('goal', title),
      ...wrongParts('not understood', [notUnderstood(title, today) ?? []].flat()),
      ...(target_date === null
        ? openPart('+ date', 'e.g. by 15 Jan')
        : part('by', `${shortDate(target_date, today)}, ${relativeWeeks(daysBetween(today, target_date))}`)),
      ...(target_minutes === null
        ? openPart('+ time', 'e.g. 5h a week')
        : part(amountWords[kind], duration(target_minutes * 60))),
    ],
  }
}

/** The form of a goal, filled in from a line. */
export const draftOf = ({ values }: ReturnType<typeof interpretGoal>): GoalDraft => ({
  values: {
    title: values.title,
    kind: values.kind,
    target_date: values.target_date ?? '',
    target_minutes: values.target_minutes === null ? '' : duration(values.target_minutes * 60),
  },
  errors: {},
})
