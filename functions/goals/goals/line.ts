import { countsOf } from '../../ledger/goal-tree'
import { cleanTags } from '../../lib/tags'
import { duration, relativeWeeks, shortDate } from '../../lib/text/format'
import { oneText } from '../../lib/text/text'
import { daysBetween } from '../../lib/time/days'
import { parseDate } from '../../lib/time/typed-date'
import { foundNames, knownNames, type LineNames } from '../../line/names'
import { errorsOf, openPart, part, wrongParts } from '../../line/parts'
import { minutesOf, phraseAt, phrasesBehind, weekdaysOf } from '../../line/phrases'
import { tokenize } from '../../line/tokenize'
import { daysText } from './labels'
import { amountText } from './progress/text'
import type { GoalDraft, GoalValues, PeriodUnit, TimesOf } from './schema'
import { minutesOfDay, newGoalValues, periodOf, periodUnit, targetMinutes, titleLimit, unitLimit } from './schema'

/** How a line says that a goal counts. */
type Amount = Partial<
  Pick<
    GoalValues,
    'kind' | 'period' | 'progress_source' | 'target_minutes' | 'target' | 'times_of' | 'unit' | 'direction' | 'on_days'
  >
>

type Capture = {
  title: string
  target_date: string | null
  /** Time or times, in all or in each period. */
  amount: Amount | null
}

type Clause = Partial<Pick<Capture, 'target_date' | 'amount'>>

const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

/** Whole minutes of a typed duration that a goal can have. */
const targetOf = (text: string) => {
  const words = text
    .toLowerCase()
    .replace(/^\p{L}+(?= (?:hour|minute))/u, (word) => String(numbers.indexOf(word) > 0 ? numbers.indexOf(word) : word))
    .replace(/^half an? hour$/, '30m')
    .replace(/^an? (hour|minute)$/, '1 $1')
  const minutes = targetMinutes.safeParse(minutesOf(words) ?? 0)
  return minutes.success ? minutes.data : null
}

const readDeadline = (text: string, today: string): Clause | null => {
  const [, typed] = /^(?:by|until) (.+)$/i.exec(text) ?? []
  const day = typed?.replace(/^christmas$/i, '25 December')
  // A month alone is its first day.
  const date = day === undefined ? null : (parseDate(day, today) ?? parseDate(`1 ${day}`, today))
  return date === null ? null : { target_date: date }
}

const units = 'day|week|month|quarter|year|morning|evening|night'
const unitNamed = (word: string) => periodUnit.safeParse(word.replace(/^(morning|evening|night)$/, 'day')).data
const adverbs: Record<string, PeriodUnit> = {
  ...{ daily: 'day', weekly: 'week', monthly: 'month', quarterly: 'quarter', yearly: 'year' },
}
const eachPatterns = [
  new RegExp(`^(?<amount>.+) (?:a|per|each|every) (?<unit>${units})$`, 'i'),
  new RegExp(`^(?<amount>.+) (?<unit>${Object.keys(adverbs).join('|')})$`, 'i'),
  new RegExp(`^(?:(?:each|every) )?(?<unit>${Object.keys(adverbs).join('|')}) (?<amount>.+)$`, 'i'),
  new RegExp(`^(?:each|every) (?<unit>${units}) (?<amount>.+)$`, 'i'),
]
const everyDays = /^(?<amount>.+) (?:every|on) (?<days>\S.*)$/i

const things: Record<string, TimesOf> = {
  ...{ time: 'ticks', times: 'ticks', day: 'days', days: 'days', session: 'sessions', sessions: 'sessions' },
  ...{ task: 'tasks', tasks: 'tasks', card: 'cards', cards: 'cards', chunk: 'chunks', chunks: 'chunks' },
}

/** `3 times`, `20 pages`, `twice`; null for other words. */
const timesIn = (text: string): Pick<Amount, 'progress_source' | 'target' | 'times_of' | 'unit'> | null => {
  const often = { once: '1 time', twice: '2 times' }[text.toLowerCase()] ?? text
  const [, count = '', thing = ''] =
    /^(\d{1,3}(?:,\d{3})+|\d{1,6}(?:[.,]\d)?|[a-z]+) (\p{L}{2,20}(?: \p{L}{2,11})?)$/iu.exec(often) ?? []
  const digits = count.replace(/,(?=\d{3})/g, '').replace(',', '.')
  const target = /^\d/.test(count) ? Number(digits) : numbers.indexOf(count.toLowerCase())
  if (target <= 0 || thing.length > unitLimit) return null
  const times_of = things[thing.toLowerCase()] ?? 'ticks'
  const isNamed = times_of === 'ticks' && !Object.hasOwn(things, thing.toLowerCase())
  return { progress_source: 'times', target, times_of, unit: isNamed ? thing : null }
}

const limits = '(?:at (?:least|most)|max\\.?|(?:no|not) more than|(?:less|fewer) than|under|up to)'

/** Time or times of each period; the kind says weeks and months, as it always did. */
const amountEach = (text: string, unit: PeriodUnit): Amount | null => {
  const [, most, amount = ''] = new RegExp(`^(?:for )?(${limits} )?(.+)$`, 'i').exec(text) ?? []
  const direction = most && !/least/i.test(most) ? { direction: 'at_most' as const } : {}
  const target_minutes = targetOf(amount)
  const of = target_minutes === null ? timesIn(amount) : { target_minutes }
  if (of === null || (unit === 'day' && (target_minutes ?? 0) > minutesOfDay)) return null
  if (unit === 'week' || unit === 'month') return { kind: unit === 'week' ? 'weekly' : 'monthly', ...of, ...direction }
  return { period: unit, ...of, ...direction }
}

const readEach = (text: string): Amount | null => {
  for (const form of eachPatterns) {
    const { amount = '', unit = '' } = form.exec(text)?.groups ?? {}
    const period = adverbs[unit.toLowerCase()] ?? unitNamed(unit.toLowerCase())
    const each = period ? amountEach(amount, period) : null
    if (each) return each
  }
  const { amount = '', days = '' } = everyDays.exec(text)?.groups ?? {}
  const weekdays = weekdaysOf(days.toLowerCase())
  // `30m a day on weekdays`
  const each = weekdays.length > 0 ? (amountEach(amount.replace(/ (?:a|per|each) day$/i, ''), 'day') ?? null) : null
  return each && { ...each, on_days: weekdays.toSorted().join('') }
}

/** `every day`, `each morning`, `daily`, `every mon and thu`: one time of each. */
const readBare = (text: string): Amount | null => {
  const [, days = ''] = /^(?:every|each) (.+)$/.exec(text.toLowerCase()) ?? []
  const weekdays = weekdaysOf(days).join('')
  const unit = weekdays || /^daily$/i.test(text) ? 'day' : unitNamed(days)
  const each = unit ? amountEach('1 time', unit) : null
  return each && { ...each, ...(weekdays && { on_days: weekdays }) }
}

const readAmount = (text: string, today: string): Clause | null => {
  const each = readEach(text) ?? readBare(text)
  if (each) return { amount: each }
  const [, ofIt = '', unit] = /^(.+) this (year|month)$/i.exec(text) ?? []
  const inAll = unit ? (timesIn(ofIt) ?? (targetOf(ofIt) === null ? null : { target_minutes: targetOf(ofIt) })) : null
  if (inAll) return { amount: { kind: 'open', ...inAll }, target_date: parseDate(`end of ${unit}`, today) }
  // A colon may be of a time.
  const target_minutes = text.includes(':') ? null : targetOf(text)
  return target_minutes === null ? null : { amount: { kind: 'open', target_minutes } }
}

const readClause = (text: string, today: string) => readDeadline(text, today) ?? readAmount(text, today)

const thing = new RegExp(
  `(?:spend )?((?:${limits} )?(?:[\\d.,]+ ?|(?:${numbers.join('|')}|an?|half an?) )\\p{L}+) of (.+?) ((?:a|per) (?:${units})|(?:each|every) \\p{L}+|${Object.keys(adverbs).join('|')})(?= |$)`,
  'iu',
)

/** A line with what is counted before how much: `3x a week`, `40h of work by Friday` and `2 cups of tea a day`, too. */
const inOrder = (line: string) =>
  line
    .replace(new RegExp(`(?<=\\d) ?[x×](?=/| (?:a|per|each|every) (?:${units}))`, 'gi'), ' times')
    .replace(new RegExp(`(?<=\\p{L})/(?=(?:${units})(?: |$))`, 'giu'), ' a ')
    .replace(thing, '$2 $1 $3')
    .replace(/(\d[\d.,]* ?(?:h|hours?|min|minutes)) of (.+?)(?= (?:by|until) |$)/i, '$2 $1')

/** Verbs of values that have a start. */
const ofValue = /^(?:lose|gain|weigh) (?=\d)/i

/** Enough for `at most 2 hours 30 minutes a week`. */
const mostWords = 8

/**
 * Parses one line such as `Finish thesis by 15 Jan 40h`, `Read papers 5h a week` or `3 times a week run`. It can end with
 * a date after `by` and an amount in all or each period, in either order and once each, or begin with an amount of each
 * period. The rest is the title; a line that is all amount is its own.
 */
export const parseCapture = (line: string, today: string): Capture => {
  const words = inOrder(line).split(/\s+/).filter(Boolean)
  const deadline = phraseAt('end', words, (phrase) => readDeadline(phrase.join(' '), today))
  const whole = readEach((deadline?.rest ?? words).join(' '))
  if (whole) return { target_date: null, ...deadline?.value, amount: whole, title: (deadline?.rest ?? words).join(' ') }
  const { values, rest } = phrasesBehind(words, (text) => readClause(text, today), mostWords)
  const ahead = values.amount ? null : phraseAt('start', rest, (phrase) => readEach(phrase.join(' ')), mostWords)
  const [amount, titled] = ahead
    ? [ahead.value, ahead.rest.length > 0 ? ahead.rest : rest]
    : [values.amount ?? null, rest]
  const title = titled.join(' ').replace(/:$/, '')
  // `read 24 books by 1 June`, but not `pass level 2 exams by 1 June`
  const [, all = ''] = /^\p{L}+ (\S+ (?:\p{L}+s|km|euro|eur|usd))$/iu.exec(title) ?? []
  const inAll = amount === null && values.target_date && !ofValue.test(title) ? timesIn(all) : null
  return { target_date: null, ...values, amount: inAll ? { kind: 'open', ...inAll } : amount, title }
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
    /(?<!\S)\S*\d\S* (?:a|per|each|every) (?:week|month)$/i.exec(tail)?.[0] ??
    /\bevery (?:other|second|third|\d)\b.*$/i.exec(tail)?.[0] ??
    /^without .+$/i.exec(title)?.[0] ??
    (ofValue.test(title) ? tail : undefined)
  )
}

/** In characters: a title, and room for a date and an amount after it. */
export const lineLimit = titleLimit + 100

/** Marks that a line of a goal takes: what the goal counts. */
export const goalMarks = ['@', '#', '%', '!'] as const

/** `at most 5h a week`, `3 times a day`, `40h in all` */
const amountWords = ({ period, kind = 'open', target_minutes, target, times_of, unit, direction, on_days }: Amount) => {
  const each = periodOf({ kind, period: period ?? null })
  const measure = target == null ? 'time' : 'times'
  const amount = amountText(target ?? (target_minutes ?? 0) * 60, {
    measure,
    times_of: times_of ?? null,
    unit: unit ?? null,
  })
  return [
    direction === 'at_most' && 'at most',
    amount,
    each ? `a ${each}` : 'in all',
    on_days && `on ${daysText(on_days)}`,
  ]
    .filter(Boolean)
    .join(' ')
}

/** The words of a line without those around what it counts, as in `10h a week of @Thesis or #writing until June`. */
const withoutOf = (words: string[]) =>
  words.filter(
    (word, index) =>
      !(/^(of|or|and|,)$/i.test(word) && /^(of|or|and|by|until|a|per|each|every|)$/i.test(words[index + 1] ?? '')),
  )

const noNames: LineNames = { projects: [], goals: [] }

/** Understands a line such as `Finish thesis by 15 Jan 40h` or `at most 5h a week of #meetings`. */
export const interpretGoal = (line: string, today: string, names: LineNames = noNames) => {
  const { words, tags, ...marked } = tokenize(line, knownNames(names), goalMarks)
  const { project, goal, plan } = foundNames(marked, names)
  const counted = [
    ...(project?.id ? [{ subject: `project:${project.id}`, label: project.title }] : []),
    ...(goal?.id ? [{ subject: `goal:${goal.id}`, label: goal.title }] : []),
    ...(plan?.plan_id ? [{ subject: `plan:${plan.plan_id}`, label: plan.title }] : []),
    ...cleanTags(tags).map((tag) => ({ subject: `tag:#${tag}`, label: `#${tag}` })),
  ]
  const {
    title: typed,
    target_date,
    amount,
  } = parseCapture((counted.length > 0 ? withoutOf(words) : words).join(' '), today)
  const labels = counted.map(({ label }) => label).join(', ')
  const isAllAmount = amount !== null && readEach(typed) !== null
  const title = isAllAmount && labels ? `${typed} of ${labels}` : typed
  const counts = countsOf(oneText(counted.map(({ subject }) => subject)))
  const isCounted = counts !== null && amount !== null
  const values = {
    ...{ title, kind: newGoalValues.kind, target_date, target_minutes: null, ...amount },
    ...(isCounted && {
      counts,
      ...(amount.times_of === 'ticks' && amount.unit === null && { times_of: 'days' as const }),
    }),
  }
  return {
    values,
    errors: errorsOf(title, titleLimit, [project, goal, plan]),
    does: 'Add goal',
    added: 'Goal added',
    parts: [
      ...part('goal', title),
      ...wrongParts('not understood', isAllAmount ? [] : [notUnderstood(typed, today) ?? []].flat()),
      ...(target_date === null
        ? openPart('+ date', 'e.g. by 15 Jan')
        : part('by', `${shortDate(target_date, today)}, ${relativeWeeks(daysBetween(today, target_date))}`)),
      ...(amount === null ? openPart('+ time', 'e.g. 5h a week') : part('target', amountWords(values))),
      ...(counts === null ? [] : part('counts', labels)),
      ...(counts !== null && amount === null ? wrongParts('not understood', ['how much of it, e.g. 5h a week']) : []),
    ],
  }
}

/** The form of a goal, filled in from a line. */
export const draftOf = ({ values }: ReturnType<typeof interpretGoal>): GoalDraft => {
  const { title, target_date, target_minutes, kind, period = null, target, unit, times_of, direction, on_days } = values
  return {
    values: {
      title,
      period: periodOf({ kind, period }) ?? 'once',
      target_date: target_date ?? '',
      target_minutes: target_minutes === null ? '' : duration(target_minutes * 60),
      progress_source: values.progress_source ?? (target_minutes === null ? 'auto' : 'time'),
      ...(target != null && { target: String(target) }),
      ...(unit && { unit }),
      ...(times_of && { times_of }),
      ...(direction && { direction }),
      ...(on_days && { on_days }),
      ...(values.counts && { counts: values.counts }),
    },
    errors: {},
  }
}
