import { countsOf } from '../../ledger/goal-tree'
import { cleanTags } from '../../lib/tags'
import { relativeDateText, shortDate } from '../../lib/text/format'
import { encodeTexts } from '../../lib/text/text'
import { daysBetween, monthEnd, monthOf, monthStart } from '../../lib/time/days'
import { parseDate } from '../../lib/time/typed-date'
import { findMarkedRows, knownNames, type LineNames } from '../../line/names'
import { errorParts, errorsOf, linePart, openPart } from '../../line/parts'
import { findPhrase, parseUnitMinutes, takeLastPhrases, weekdaysOf } from '../../line/phrases'
import { tokenize } from '../../line/tokenize'
import { daysText, goalTitleLimit, type PeriodUnit, periodUnit, type TimesOf, targetMinutes, unitLimit } from './fields'
import { amountText } from './progress/text'
import { targetOf as amountOf, type GoalValues, isHabit, minutesOfDay, newGoalValues, periodOf } from './schema'

/** Fields of a goal that a line sets by its amount. */
type Amount = Partial<
  Pick<
    GoalValues,
    'kind' | 'period' | 'progress_source' | 'target_minutes' | 'target' | 'times_of' | 'unit' | 'direction' | 'on_days'
  >
>

type Capture = {
  title: string
  target_date: string | null
  /** Time or number of times, in all or per period. */
  amount: Amount | null
}

type Clause = Partial<Pick<Capture, 'target_date' | 'amount'>>

const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

/** Whole minutes of a typed duration that a goal can have as its target; else null. */
const targetOf = (text: string) => {
  const words = text
    .toLowerCase()
    .replace(/^\p{L}+(?= (?:hour|minute))/u, (word) => String(numbers.indexOf(word) > 0 ? numbers.indexOf(word) : word))
    .replace(/^half an? hour$/, '30m')
    .replace(/^an? (hour|minute)$/, '1 $1')
  const minutes = targetMinutes.safeParse(parseUnitMinutes(words) ?? 0)
  return minutes.success ? minutes.data : null
}

const readDeadline = (text: string, today: string): Clause | null => {
  const [, typed] = /^(?:by|until|till|before|on(?= .*\d)) (.+)$/i.exec(text) ?? []
  const day = typed?.replace(/^christmas$/i, '25 December')
  // A month alone means its first day.
  const date = day === undefined ? null : (parseDate(day, today) ?? parseDate(`1 ${day}`, today))
  return date === null ? null : { target_date: date }
}

const units = 'day|week|month|quarter|year|morning|evening|night'
const unitNamed = (word: string) => periodUnit.safeParse(word.replace(/^(morning|evening|night)$/, 'day')).data
const adverbs: Record<string, PeriodUnit> = {
  daily: 'day',
  weekly: 'week',
  monthly: 'month',
  quarterly: 'quarter',
  yearly: 'year',
}
const eachPatterns = [
  new RegExp(`^(?<amount>.+) (?:a|per|each|every) (?<unit>${units})$`, 'i'),
  new RegExp(`^(?<amount>.+) (?<unit>${Object.keys(adverbs).join('|')})$`, 'i'),
  new RegExp(`^(?:(?:each|every) )?(?<unit>${Object.keys(adverbs).join('|')}) (?<amount>.+)$`, 'i'),
  new RegExp(`^(?:each|every) (?<unit>${units}) (?<amount>.+)$`, 'i'),
]
const everyDays = /^(?<amount>.+) (?<word>every|each|on) (?<days>\S.*)$/i

const things: Record<string, TimesOf> = {
  time: 'ticks',
  times: 'ticks',
  day: 'days',
  days: 'days',
  session: 'sessions',
  sessions: 'sessions',
  task: 'tasks',
  tasks: 'tasks',
  card: 'cards',
  cards: 'cards',
  chunk: 'chunks',
  chunks: 'chunks',
}

/** `3 times`, `20 pages`, `twice`; null for other words. */
const timesIn = (text: string): Pick<Amount, 'progress_source' | 'target' | 'times_of' | 'unit'> | null => {
  const often = { once: '1 time', twice: '2 times', thrice: '3 times' }[text.toLowerCase()] ?? text
  const [, count = '', thing = ''] =
    /^(\d{1,3}(?:[.,]\d{3})+|\d{1,6}(?:[.,]\d{1,3})?k?|[a-z]+) (?!(?:h|hours?|mins?|minutes?) )((?:\p{L}{2,20}|l|g)(?: (?!(?:by|on|in|of|for|with|to|at|from) )\p{L}{2,11}){0,2})$/iu.exec(
      often,
    ) ?? []
  const digits = count.replace(/[.,](?=\d{3})/g, '').replace(',', '.')
  const target = /^\d/.test(count)
    ? Number(digits.replace(/k$/i, '')) * (/k$/i.test(count) ? 1000 : 1)
    : numbers.indexOf(count.toLowerCase())
  if (target <= 0 || thing.length > unitLimit) return null
  const times_of = things[thing.toLowerCase()] ?? 'ticks'
  const isNamed = times_of === 'ticks' && !Object.hasOwn(things, thing.toLowerCase())
  return { progress_source: 'times', target, times_of, unit: isNamed ? thing : null }
}

const limits =
  '(?:at (?:least|most)|max(?:imum(?: of)?|\\.)?|(?:no|not|never) (?:more|longer) than|(?:less|fewer) than|under|below|up to)'

/** An amount per period. Weeks and months are stored as `kind`, other periods as `period`. */
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
  // `a book a month`
  const [, one, unit = ''] = new RegExp(`^an? (.+) (?:a|per) (${units})$`, 'i').exec(text) ?? []
  const period = one && !unitNamed(one.toLowerCase()) ? unitNamed(unit.toLowerCase()) : undefined
  if (period) return amountEach(`1 ${one}`, period)
  const { amount = '', word = '', days = '' } = everyDays.exec(text)?.groups ?? {}
  const weekdays = weekdaysOf(days.toLowerCase())
  // After `on`, a single day may also be a date.
  if (/^on$/i.test(word) && weekdays.length === 1 && !/days$/i.test(days)) return null
  // `30m a day on weekdays`
  const each = weekdays.length > 0 ? (amountEach(amount.replace(/ (?:a|per|each) day$/i, ''), 'day') ?? null) : null
  return each && { ...each, on_days: weekdays.toSorted().join('') }
}

/** `every day`, `each morning`, `daily`, `every mon and thu`, `on weekdays`: once per period. */
const readBare = (text: string): Amount | null => {
  const [, word, days = ''] = /^(every|each|on) (.+)$/.exec(text.toLowerCase()) ?? []
  const named = weekdaysOf(days).join('')
  // After `on`, a single day may also be a date.
  const weekdays = word === 'on' && named.length < 2 && !days.endsWith('days') ? '' : named
  const unit = weekdays || /^daily$/i.test(text) ? 'day' : word === 'on' ? undefined : unitNamed(days)
  const each = unit ? amountEach('1 time', unit) : null
  return each && { ...each, ...(weekdays && { on_days: weekdays }) }
}

/** `40h`, `12 books`: a total amount. */
const readInAll = (text: string): Amount | null => {
  const target_minutes = targetOf(text)
  const of = target_minutes === null ? timesIn(text) : { target_minutes }
  return of && { kind: 'open', ...of }
}

/** `12 books this year`, `40h in November`: a total amount, with the end of that time as the target date. */
const readWithin = (text: string, today: string): Clause | null => {
  const [, ofIt = '', unit, year, month] =
    /^(.+) (?:this (year|month|week)|in (?:(\d{4})|(\p{L}+)))$/iu.exec(text) ?? []
  const first = month === undefined ? null : parseDate(`1 ${month}`, monthStart(monthOf(today)))
  const inMonth = first && monthEnd(monthOf(first))
  const target_date = unit ? parseDate(`end of ${unit}`, today) : year ? `${year}-12-31` : inMonth
  const amount = target_date && target_date >= today ? readInAll(ofIt) : null
  return amount && { amount, target_date }
}

const readAmount = (text: string, today: string): Clause | null => {
  const each = readEach(text) ?? readBare(text)
  if (each) return { amount: each }
  const within = readWithin(text, today)
  if (within) return within
  // A colon may be part of a time of day.
  const target_minutes = text.includes(':') ? null : targetOf(text)
  return target_minutes === null ? null : { amount: { kind: 'open', target_minutes } }
}

const readClause = (text: string, today: string): Clause | null => {
  const [, unit] = /^this (year|month|week)$/i.exec(text) ?? []
  if (unit) return { target_date: parseDate(`end of ${unit}`, today) }
  return readDeadline(text, today) ?? readAmount(text, today)
}

const someAmount = `(?:${limits} )?(?:[\\d.,]+ ?|(?:${numbers.join('|')}|an?|half an?) )\\p{L}+`
const eachPeriod = `(?:a|per) (?:${units})|(?:each|every) \\p{L}+|${Object.keys(adverbs).join('|')}`
const spend = '(?:spend|put in|do) '
const thing = new RegExp(`(?:${spend})?(${someAmount}) of (.+?) (${eachPeriod})(?= |$)`, 'iu')
const thingBehind = new RegExp(
  `^(?:${spend})?(${someAmount} (?:${eachPeriod})) (?:of|on|for) (?=\\D)(?!\\p{L}+days?(?: |$))(.+?)(?= (?:on|every|by|until|till|before) |$)`,
  'iu',
)

const lengthOf = new RegExp(
  `((?:\\d[\\d.,]* ?|(?:${numbers.join('|')}|an?|half an?) )(?:h|hours?|min|minutes)) of (.+?)(?= (?:by|until|till|before|this|in|on|each|every) |$)`,
  'i',
)

/** Moves the activity before its amount: `3x a week`, `40h of work by Friday`, `an hour a day of Spanish`. */
const inOrder = (line: string) =>
  line
    .replace(/^(?:i (?:want|need|plan|would like) to|i[’']d like to) /i, '')
    .replace(new RegExp(`^(?:limit|keep) (?:(.+?) )?(?:to|under|below) (?=${someAmount})`, 'iu'), '$1 at most ')
    .replace(
      new RegExp(
        `(\\d\\S*(?: \\p{L}+)?(?: (?:${eachPeriod}))?) (at (?:least|most)|max\\.?)(?= (?:${eachPeriod})|$)`,
        'iu',
      ),
      '$2 $1',
    )
    .replace(new RegExp(`(?<=\\d) ?[x×](?=/| (?:a|per|each|every) (?:${units}))`, 'gi'), ' times')
    .replace(new RegExp(`(?<=\\p{L})/(?=(?:${units})(?: |$))`, 'giu'), ' a ')
    .replace(thing, '$2 $1 $3')
    .replace(thingBehind, '$2 $1')
    .replace(lengthOf, '$2 $1')
    .replace(new RegExp(`^${spend}(?=${someAmount}(?: |$))`, 'iu'), '')
    .trim()

/** Beginnings of goals that change a value: `lose 5 kg`, `from 80 to 75 kg`. */
const ofValue =
  /^(?:lose|gain|weigh) (?:\p{L}+ ){0,2}(?=\d)|^(?:get|get down|reach|be)(?: \p{L}+){0,2} (?=\d\S* ?(?:kg|kilos?|lbs?|pounds|%))|^(?:from )?(?=\d\S*(?: \p{L}+)? to \d)/iu

/** Words that are no title unless an amount follows. */
const noTitle =
  /^(?:(?:finish|complete|do|get|have|make|reach|hit|close|be|at|of|on|for|with|to|in|and|or|the|my|,)(?: |$))*/i

/** Maximum number of words in an amount, such as `at most 2 hours 30 minutes a week`. */
const mostWords = 8

/**
 * Parses a line such as `Finish thesis by 15 Jan 40h`, `Read papers 5h a week` or `3 times a week run`. It can end with
 * a date after `by` and an amount in all or per period, in either order and once each, or begin with an amount per
 * period. The rest is the title. If nothing is left for a title, the whole line is the title.
 */
export const parseCapture = (line: string, today: string): Capture => {
  const words = inOrder(line).split(/\s+/).filter(Boolean)
  const deadline = findPhrase('end', words, (phrase) => readDeadline(phrase.join(' '), today))
  const withoutDate = (deadline?.rest ?? words).join(' ')
  const each = readEach(withoutDate)
  const whole = each ? { amount: each } : readWithin(withoutDate, today)
  if (whole) return { target_date: null, amount: null, ...whole, ...deadline?.value, title: withoutDate }
  const { values, rest } = takeLastPhrases(words, (text) => readClause(text, today), mostWords)
  const ahead = values.amount ? null : findPhrase('start', rest, (phrase) => readEach(phrase.join(' ')), mostWords)
  const [amount, titled] = ahead
    ? [ahead.value, ahead.rest.length > 0 ? ahead.rest : rest]
    : [values.amount ?? null, rest]
  const said = titled.join(' ').replace(/:$/, '')
  const title = amount && said.replace(noTitle, '') === '' ? withoutDate : said
  // The amount in `read 24 books by 1 June` and `finish 10 tasks`, but not in `pass level 2 exams by 1 June`
  const [, all = '', last = ''] = /^(?:\p{L}+ )?(\d\S*(?: \p{L}+)? (\p{L}+s|km|euro|eur|usd))$/iu.exec(title) ?? []
  const hasEnd = values.target_date || (Object.hasOwn(things, last.toLowerCase()) && all !== title)
  const inAll = amount === null && hasEnd && !ofValue.test(title) ? readInAll(all) : null
  return { target_date: null, ...values, amount: inAll ?? amount, title }
}

/** A date that is followed by other words, as in `Write by 15 Jan with Ada`. */
const dateBefore = (words: string[], today: string) =>
  words
    .map((_, at) =>
      findPhrase('start', words.slice(at), (some) => readDeadline(some.join(' '), today) && some.join(' ')),
    )
    .find((found) => found !== null)?.value

/** An amount per period, in hours or in percent that was not parsed, because of its place or an unknown part. */
const anAmount = new RegExp(
  `(?<!\\S)\\S*\\d\\S*(?: \\p{L}+){0,3} (?:a|per|each|every) (?:${units})(?!\\S)|(?<!\\S)\\d[\\d.,]* ?(?:h|hours|min|mins|minutes|%)(?!\\S)`,
  'iu',
)

/** Part of a title that looks like a date or an amount that was not parsed: invalid, repeated, or not at the end. */
const notUnderstood = (title: string, today: string) => {
  const [first = '', ...words] = title.split(' ')
  const again = findPhrase('end', words, (phrase) => readClause(phrase.join(' '), today) && phrase.join(' '), mostWords)
  const tail = words.join(' ')
  return (
    again?.value ??
    dateBefore([first, ...words], today) ??
    /\b(?:by|until|till|before) (?:(?:next|this|last|the) \S+|(?:the )?end of \S+|yesterday|spring|summer|autumn|fall|winter|easter)$/i.exec(
      tail,
    )?.[0] ??
    /\bby (?=.*\d)\S+(?: \S+){0,2}$/i.exec(tail)?.[0] ??
    anAmount.exec(title)?.[0] ??
    /\bevery (?:other|second|third|\d)\b.*$/i.exec(tail)?.[0] ??
    /^without .+$/i.exec(title)?.[0] ??
    (ofValue.test(title) ? tail : undefined)
  )
}

/** Maximum length of a line, in characters: a title, with room for a date and an amount. */
export const goalLineLimit = goalTitleLimit + 100

/** Marks of subjects that a goal's line can name as counted. */
export const goalMarks = ['@', '#', '%', '!'] as const

/** `at most 5h a week`, `3 times a day`, `40h in all` */
const amountWords = (values: GoalValues, amount: number) => {
  const { times_of, unit, direction, on_days } = values
  const each = periodOf(values)
  const measure = values.progress_source === 'times' ? 'times' : 'time'
  if (each && measure === 'times' && amount === 1 && times_of === 'ticks' && !unit)
    return on_days ? `on ${daysText(on_days)}` : `every ${each}`
  return [
    direction === 'at_most' && 'at most',
    amountText(amount, { measure, times_of, unit }),
    each ? `a ${each}` : 'in all',
    on_days && `on ${daysText(on_days)}`,
  ]
    .filter(Boolean)
    .join(' ')
}

/** Prepositions left before a removed mark, as in `10h a week on @Thesis or #writing until June`. */
const between = new RegExp(
  `(?<!\\S)(?:of|on|for|with|to(?! \\d)|or|and|,)(?= (?:of|on|or|and|by|until|till|before|at (?:least|most)|this (?:year|month|week)|\\d|(?:${eachPeriod})(?: |$))|$)`,
  'giu',
)

const noNames: LineNames = { projects: [], goals: [] }

/** `at most 5h a week`, `from 90 to 75 kg`, `milestones`; empty without a target. */
const targetWords = (values: GoalValues) => {
  const { progress_source: source, target, start_value: start } = values
  if (source === 'value' && target !== null) {
    const value = amountText(target, { measure: 'times', times_of: null, unit: values.unit ?? '' })
    return start === null ? `to ${value}` : `from ${start} to ${value}`
  }
  const amount = amountOf(values)
  if (amount !== null) return amountWords(values, amount)
  return source === 'milestones' || source === 'plan' ? source : ''
}

/** Chips of a goal as it will be saved, and the words of its button and message. @param counted names of what counts */
export const sayGoal = (values: GoalValues, counted: string, today: string, wrong: string[]) => {
  const kind = isHabit(values) ? 'habit' : 'goal'
  const { title, target_date } = values
  const target = targetWords(values)
  return {
    does: `Add ${kind}`,
    added: kind === 'habit' ? 'Habit added' : 'Goal added',
    parts: [
      ...linePart(kind, title),
      ...(target ? linePart('target', target) : openPart('+ time', 'e.g. 5h a week')),
      ...linePart('counts', counted),
      ...(target_date === null
        ? openPart('+ date', 'e.g. by 15 Jan').filter(() => kind === 'goal')
        : linePart('by', `${shortDate(target_date, today)}, ${relativeDateText(daysBetween(today, target_date))}`)),
      ...errorParts('not understood', wrong),
    ],
  }
}

/** Interprets a line such as `Finish thesis by 15 Jan 40h` or `at most 5h a week of #meetings`. */
export const interpretGoal = (line: string, today: string, names: LineNames = noNames) => {
  const { words, tags, ...marked } = tokenize(line, knownNames(names), goalMarks)
  const { project, goal, plan } = findMarkedRows(marked, names)
  const counted = [
    ...(project?.id ? [{ subject: `project:${project.id}`, label: project.title }] : []),
    ...(goal?.id ? [{ subject: `goal:${goal.id}`, label: goal.title }] : []),
    ...(plan?.plan_id ? [{ subject: `plan:${plan.plan_id}`, label: plan.title }] : []),
    ...cleanTags(tags).map((tag) => ({ subject: `tag:#${tag}`, label: `#${tag}` })),
  ]
  const {
    title: typed,
    target_date,
    amount: read,
  } = parseCapture(counted.length > 0 ? words.join(' ').replace(between, '') : words.join(' '), today)
  const labels = counted.map(({ label }) => label).join(', ')
  const hours = read === null && targetOf(typed) !== null ? readInAll(typed) : null
  const amount = read ?? hours
  const said = [typed, typed.replace(noTitle, '')]
  const isAllAmount =
    amount !== null && said.some((text) => readEach(text) ?? readWithin(text, today) ?? readInAll(text))
  const counts = countsOf(encodeTexts(counted.map(({ subject }) => subject)))
  const isCounted = counts !== null && amount !== null
  const isUncounted = counts !== null && amount === null
  const ofLabels = isAllAmount ? ' of ' : /^work$/i.test(typed) ? ' on ' : isUncounted && !typed.includes(' ') && ' '
  const title = ofLabels && labels ? `${typed}${ofLabels}${labels}`.trim() : typed
  const values = {
    title,
    kind: newGoalValues.kind,
    target_date,
    target_minutes: null,
    ...amount,
    ...(isCounted && {
      counts,
      ...(amount.times_of === 'ticks' && amount.unit === null && { times_of: 'days' as const }),
    }),
  }
  const tail = isAllAmount ? undefined : notUnderstood(typed, today)
  const wrong = [...(tail === undefined ? [] : [tail]), ...(isUncounted ? ['how much of it, e.g. 5h a week'] : [])]
  return {
    values,
    errors: errorsOf(title, goalTitleLimit, [project, goal, plan]),
    /** Questions to answer before the goal is added. */
    unclear: [
      ...(tail === undefined ? [] : [`“${tail}” is not understood. Rephrase it, or add it anyway.`]),
      ...(isUncounted ? [`Enter a time for ${labels}, such as 5h a week, or add the goal without it.`] : []),
    ],
    /** Words that are not understood, or that are missing. */
    wrong,
    ...sayGoal({ ...newGoalValues, ...values }, labels, today, wrong),
  }
}
