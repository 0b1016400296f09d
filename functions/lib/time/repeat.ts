import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { dayMonth, plural, weekdayNames } from '../text/format'
import { addDays, daysBetween, isDate, isoWeekday, type Range } from './days'

export const repeat = z.enum(
  ['none', 'daily', 'weekdays', 'weekly', 'fortnightly', 'monthly'],
  'Choose how often it repeats',
)
export type Repeat = z.infer<typeof repeat>

export const repeatNames: Record<Repeat, string> = {
  none: 'Never',
  daily: 'Every day',
  weekdays: 'Every weekday',
  weekly: 'Every week',
  fortnightly: 'Every two weeks',
  monthly: 'Every month',
}

const chooseWeekdays = 'Choose weekdays from 1 for Monday to 7'

/** A repetition without a name. `nth` selects one of the weekdays in a month, or a day of the month; -1 is the last. */
export const RepeatRule = z
  .strictObject({
    every: z.int('Enter a whole number').min(1, 'Enter at least 1').max(999, 'Enter at most 999').default(1),
    unit: z.enum(['day', 'week', 'month', 'year'], 'Choose day, week, month or year'),
    weekdays: z
      .array(z.int(chooseWeekdays).min(1, chooseWeekdays).max(7, chooseWeekdays), chooseWeekdays)
      .max(7, chooseWeekdays)
      .transform((days) => [...new Set(days)].sort())
      .default([]),
    nth: z.literal([1, 2, 3, 4, -1], 'Choose 1 to 4, or -1 for the last').nullable().default(null),
    from: z.enum(['schedule', 'completion'], 'Choose schedule or completion').default('schedule'),
    until: z.string('Enter a date').refine(isDate, 'Enter a date, such as 2026-03-08').nullable().default(null),
  })
  .refine(
    ({ unit, weekdays: { length }, nth }) =>
      unit === 'month'
        ? (nth === null) === (length === 0) || nth === -1
        : nth === null && (unit === 'week' || length === 0),
    'Choose weekdays of a week, or of a month with nth',
  )
export type RepeatRule = z.infer<typeof RepeatRule>

export const ruleWith = (unit: string, more: object = {}) => RepeatRule.parse({ unit, ...more })

export const fortnightly = ruleWith('week', { every: 2 })

const plainRules = {
  daily: ruleWith('day'),
  weekdays: ruleWith('week', { weekdays: [1, 2, 3, 4, 5] }),
  weekly: ruleWith('week'),
  fortnightly,
  monthly: ruleWith('month'),
}

/** Parses a stored repetition: a name, or a rule as JSON. Null if the row does not repeat. */
const ruleOf = (text: string): RepeatRule | null =>
  text.startsWith('{') ? RepeatRule.parse(JSON.parse(text)) : (new Map(Object.entries(plainRules)).get(text) ?? null)

/** Name of a rule, if it equals one of these named rules. */
export const namedRepeat = <R extends Repeat>(rule: RepeatRule, names: readonly R[]) =>
  names.find((name) => JSON.stringify(ruleOf(name)) === JSON.stringify(rule))

export const laterOf = (one: string, other: string) => (one > other ? one : other)

const dayCodes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const frequencies = { day: 'DAILY', week: 'WEEKLY', month: 'MONTHLY', year: 'YEARLY' } as const

/** RFC 5545 parts. A rule from day 31 falls on the last day of shorter months, one from 29 February on the 28th. */
const partsOf = ({ unit, weekdays, nth }: RepeatRule, from: string) => {
  const [month, day] = [Number(from.slice(5, 7)), Number(from.slice(8))]
  const days = weekdays.map((weekday) => dayCodes[weekday - 1])
  if (days.length > 0) return `;BYDAY=${days.join()}${nth === null ? '' : `;BYSETPOS=${nth}`}`
  if (nth !== null) return ';BYMONTHDAY=-1'
  if (day <= 28 || unit === 'day' || unit === 'week') return ''
  const last = `;BYMONTHDAY=${Array.from({ length: day - 27 }, (_, index) => 28 + index).join()};BYSETPOS=-1`
  return unit === 'year' ? `;BYMONTH=${month}${last}` : last
}

const inUtc = (date: string) => Temporal.PlainDate.from(date).toZonedDateTime('UTC')

/** Recurrence that starts shortly before `after`, so that a long-running series needs only a few steps. */
const seriesFrom = (rule: RepeatRule, from: string, after: string) => {
  const { every, unit } = rule
  const first = Temporal.PlainDate.from(from)
  const units = `${unit}s` as const
  const periods = Math.floor(first.until(after, { largestUnit: units })[units] / every) - 1
  const dtstart = first.add({ [units]: periods * every }).toZonedDateTime('UTC')
  const rruleString = `FREQ=${frequencies[unit]};INTERVAL=${every};WKST=MO${partsOf(rule, from)}`
  return new RRuleTemporal({ rruleString, dtstart })
}

/**
 * The first date of a repetition after `after`. Null if it has ended, does not repeat, or is after the year 2199.
 * @param from a date of the series; its weekday and day of the month count
 */
export const nextDate = (repeat: string, from: string, after: string): string | null => {
  const rule = ruleOf(repeat)
  if (!rule) return null
  const date = seriesFrom(rule, from, after).next(inUtc(after))?.toPlainDate().toString() ?? ''
  return isDate(date) && (rule.until === null || date <= rule.until) ? date : null
}

/** A repeating row. `repeat_from`: date from which its series counts, if not its own date. Dates are local. */
type Repeating = { repeat: string; repeat_from: string | null; date: string | null }

/** Date of the next row of a series: after the row's own date, and after the date on which it was done. */
export const dateAfter = ({ repeat, repeat_from, date }: Repeating, doneOn: string) =>
  ruleOf(repeat)?.from === 'completion'
    ? nextDate(repeat, doneOn, doneOn)
    : nextDate(repeat, repeat_from ?? date ?? doneOn, laterOf(date ?? doneOn, doneOn))

/**
 * The next dates of a repeating row after today, up to `to`. Empty if it repeats from completion, because that date is
 * unknown.
 */
export const datesAfter = ({ repeat, repeat_from, date }: Repeating, today: string, to: string, most: number) => {
  const rule = ruleOf(repeat)
  const from = repeat_from ?? date
  if (!rule || rule.from === 'completion' || from === null) return []
  const after = laterOf(date ?? today, today)
  const last = rule.until !== null && rule.until < to ? rule.until : to
  if (after >= last) return []
  // Bounds the search by the longest interval of the rule, so that only `most` dates are computed.
  const days = { day: 1, week: 7, month: 31, year: 366 }[rule.unit] * rule.every * (most + 1)
  const end = addDays(after, Math.min(days, daysBetween(after, last)))
  const found = seriesFrom(rule, from, after).between(inUtc(after), inUtc(end), true)
  return found
    .map((next) => next.toPlainDate().toString())
    .filter((next) => next > after)
    .slice(0, most)
}

/** Dates of a row in a range (inclusive): its own date, and its repetitions. */
export const datesWithin = (row: Repeating & { date: string }, { from, to }: Range) => [
  ...(row.date >= from && row.date <= to ? [row.date] : []),
  ...datesAfter(row, addDays(from, -1), to, daysBetween(from, to) + 1),
]

/** Date from which the series counts after an edit: the row's own date if the date or the repetition changed. */
export const repeatFrom = (values: Omit<Repeating, 'repeat_from'>, before: Repeating | null) => {
  if (values.repeat === 'none') return null
  const isSame = before?.repeat === values.repeat && before.date === values.date
  return isSame ? before.repeat_from : values.date
}

const nthName = (nth: number) => ['last', '', '1st', '2nd', '3rd', '4th'][nth + 1]

/** A rule in the words of a line: `every 3 days`, `every Mon, Thu`, `every last Friday`, `3 days after done`. */
const ruleText = ({ every, unit, weekdays, nth, from, until }: RepeatRule) => {
  const short =
    weekdays.join() === '1,2,3,4,5'
      ? 'weekday'
      : weekdays.map((day) => weekdayNames[day - 1]?.slice(0, weekdays.length > 1 ? 3 : undefined)).join(', ')
  const days = nth === null ? short : `${nthName(nth)} ${short || 'day'}`
  const end = until === null ? '' : ` until ${dayMonth(until, '')}`
  if (from === 'completion' && days === '') return `${plural(every, unit)} after done${end}`
  const few = every === 1 ? unit : plural(every, unit)
  const said = days === '' ? few : every === 1 ? days : `${few} on ${days}`
  return `every${from === 'completion' ? '!' : ''} ${said}${end}`
}

/** A repetition for a form: `Every week`, `every 3 days`. */
export const repeatFieldText = (text: string) => {
  const rule = text.startsWith('{') ? ruleOf(text) : null
  return rule ? ruleText(rule) : repeatNames[text as Repeat]
}

/** A repetition in words: `every Tuesday`, `every month on day 31`; null if the row does not repeat. */
export const repeatText = ({ repeat, repeat_from, date }: Repeating) => {
  const from = repeat_from ?? date
  if (repeat === 'none') return null
  if (repeat === 'weekly' && from) return `every ${weekdayNames[isoWeekday(from) - 1]}`
  if (repeat === 'fortnightly' && from) return `every two weeks on ${weekdayNames[isoWeekday(from) - 1]}`
  if (repeat === 'monthly' && from) return `every month on day ${Number(from.slice(8))}`
  return repeat.startsWith('{') ? repeatFieldText(repeat) : repeatFieldText(repeat).toLowerCase()
}

export const taskRepeat = repeat.exclude(['fortnightly'])

/** Stored form of a rule: its name if it has one, else JSON. It is unique, so that rows can be compared. */
export const repeatColumn = (rule: RepeatRule) => namedRepeat(rule, taskRepeat.options) ?? JSON.stringify(rule)
