import { dayMs, hourMs, minuteMs } from '../../../lib/time/units'
import { clockOf, type IcalTime, spendSteps, UnreadableError } from './ical'

const second = 1000

const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']

/** Lengths in ms of frequencies shorter than a day. */
const shortPeriods = new Map([
  ['HOURLY', hourMs],
  ['MINUTELY', minuteMs],
  ['SECONDLY', second],
])
const frequencies = ['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', ...shortPeriods.keys()]

/** Minimum and maximum of each part's numbers. Negative numbers count from the end; 0 is invalid in those parts. */
const ranges = {
  BYMONTH: [1, 12],
  BYWEEKNO: [-53, 53],
  BYYEARDAY: [-366, 366],
  BYMONTHDAY: [-31, 31],
  BYHOUR: [0, 23],
  BYMINUTE: [0, 59],
  BYSECOND: [0, 59],
  BYSETPOS: [-366, 366],
}
type ListName = keyof typeof ranges
const names = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST', 'SKIP', 'BYDAY', ...Object.keys(ranges)]

/** The default calendar, which has no effect. Another one would change the meaning of all other parts (RFC 7529). */
const plainPart = 'RSCALE=GREGORIAN'
const otherCalendar = /\bRSCALE=(?!GREGORIAN)/

export type RecurrenceRule = Partial<Record<ListName, number[]>> & {
  frequency: string
  interval: number
  count: number
  until: IcalTime | null
  /** First day of a week, 0 for Sunday. */
  weekStart: number
  /** Day in place of one missing in its month: the first after the month (0) or its last (-1). Null: no replacement. */
  moved: 0 | -1 | null
  BYDAY?: { ordinal: number; weekday: number }[]
}

/** First parts of vCalendar 1.0 rules, before their lists. */
const vCalendarRules: Partial<Record<string, string>> = {
  D: 'FREQ=DAILY',
  W: 'FREQ=WEEKLY;BYDAY=',
  MP: 'FREQ=MONTHLY;BYDAY=',
  MD: 'FREQ=MONTHLY;BYMONTHDAY=',
  YM: 'FREQ=YEARLY;BYMONTH=',
  YD: 'FREQ=YEARLY;BYYEARDAY=',
}

/** Maximum length of a rule in characters, and maximum interval. Real calendars stay below. */
const ruleCharacters = 1_000
const longestInterval = 1_000

const unreadableRule = 'How it repeats (RRULE) can’t be read'
const unreadable = (name: string, value: string) =>
  new UnreadableError(`${unreadableRule}: ${name}=${value.slice(0, 50)}`)

/** Called for each part of a rule that is ignored. */
type LeaveOut = (what: string, reason: string) => void

const listsOf = (parts: Map<string, string>, leaveOut: LeaveOut) => {
  const readList = <T>(name: string, read: (value: string) => T | null): T[] | undefined => {
    const values = parts.get(name)?.split(',').filter(Boolean) ?? []
    const found = values.map((value) => ({ value, is: read(value) }))
    const known = found.flatMap(({ is }) => (is === null ? [] : [is]))
    if (known.length === 0 && values.length > 0) throw unreadable(name, values.join(','))
    for (const { value, is } of found)
      if (is === null) leaveOut(`${name}=${value}`, 'No calendar has such a day or time')
    return known.length > 0 ? known : undefined
  }
  const numbers = ([name, [least = 0, most = 0]]: [string, number[]]) => {
    const read = (value: string) => {
      const number = /^[+-]?\d{1,3}$/.test(value) ? Number(value) : Number.NaN
      return number >= least && number <= most && (number !== 0 || least === 0) ? number : null
    }
    const list = readList(name, read)
    return list ? [[name, [...new Set(list)].sort((a, b) => a - b)]] : []
  }
  const frequency = parts.get('FREQ') ?? ''
  const hasOrdinals = frequency === 'MONTHLY' || (frequency === 'YEARLY' && !parts.has('BYWEEKNO'))
  const BYDAY = readList('BYDAY', (value) => {
    const [, ordinal = '0', name = ''] = /^([+-]?\d{1,2})?(SU|MO|TU|WE|TH|FR|SA)[A-Z]*$/.exec(value) ?? []
    if (name === '' || Math.abs(Number(ordinal)) > 53) return null
    if (Number(ordinal) !== 0 && !hasOrdinals)
      leaveOut(`BYDAY=${value}`, 'A number before a weekday counts only where it repeats by month or year')
    return { ordinal: hasOrdinals ? Number(ordinal) : 0, weekday: weekdays.indexOf(name) }
  })
  return { ...Object.fromEntries(Object.entries(ranges).flatMap(numbers)), ...(BYDAY && { BYDAY }) }
}

const countOf = (name: string, value: string) => {
  if (!/^\+?\d+$/.test(value)) throw unreadable(name, value)
  return Number(value)
}

/** Converts a vCalendar 1.0 rule such as `W1 MO WE #4`, `MP1 2+ FR #0` or `D2 20261231T000000` to RFC 5545. */
const ofVCalendar = (text: string) => {
  const [kind = '', ...words] = text
    .trim()
    .toUpperCase()
    .replace(/\bLD\b/g, '1-')
    .split(/\s+/)
  const [, name = '', interval] = /^([A-Z]+)(\d+)$/.exec(kind) ?? []
  const rule = vCalendarRules[name]
  if (rule === undefined) return text
  const listed: string[] = []
  let ordinal = ''
  for (const word of words) {
    const [, digits, sign] = /^(\d{1,3})([+-]?)$/.exec(word) ?? []
    if (digits) ordinal = `${sign === '-' ? '-' : ''}${digits}`
    if (weekdays.includes(word)) listed.push(ordinal + word)
    else if (digits && !rule.endsWith('BYDAY=')) listed.push(ordinal)
  }
  const end = words.findLast((word) => /^(#\d+|\d{8}T.*)$/.test(word)) ?? '#2'
  const until = end === '#0' ? '' : end.startsWith('#') ? `COUNT=${end.slice(1)}` : `UNTIL=${end}`
  return `${rule}${listed};INTERVAL=${interval};${until}`
}

/** Parses a rule (RFC 5545, 3.3.10), ignoring case and white space. @throws Unreadable if it cannot be computed */
export const ruleOf = (text: string, leaveOut: LeaveOut): RecurrenceRule | null => {
  if (text.length > ruleCharacters) throw new UnreadableError('How it repeats (RRULE) is too long')
  const parts = new Map<string, string>()
  const said = ofVCalendar(text)
    .replace(/[\s"']/g, '')
    .toUpperCase()
    .replace(/^RRULE:/, '')
  if (otherCalendar.test(said)) {
    leaveOut(said, 'It repeats by the dates of another calendar, so the event is added once')
    return null
  }
  for (const part of said.split(';')) {
    const [name = '', value = ''] = part.split('=')
    const known = parts.get(name)
    if (!names.includes(name)) {
      if (part !== '' && part !== plainPart) leaveOut(part, 'This part of how it repeats is not understood')
    } else if (known !== undefined && known !== value)
      leaveOut(part, 'It says this twice about how it repeats, and the first counts')
    else if (value.replaceAll(',', '') !== '') parts.set(name, value)
  }
  const frequency = parts.get('FREQ')
  if (frequency === undefined) throw new UnreadableError('How often it repeats (FREQ) is missing')
  if (!frequencies.includes(frequency)) throw new UnreadableError(unreadableRule)
  const interval = countOf('INTERVAL', parts.get('INTERVAL') ?? '1')
  if (interval > longestInterval && !shortPeriods.has(frequency)) {
    throw new UnreadableError(`Its dates are too far apart (INTERVAL over ${longestInterval})`)
  }
  if (interval === 0) leaveOut('INTERVAL=0', 'It is read as 1')
  const count = parts.get('COUNT')
  const until = parts.get('UNTIL')
  const end = until === undefined ? null : clockOf(until)
  if (until !== undefined && !end)
    throw new UnreadableError('The date on which it stops repeating (UNTIL) can’t be read')
  if (count !== undefined && countOf('COUNT', count) === 0) throw unreadable('COUNT', count)
  const weekStart = parts.get('WKST') ?? 'MO'
  if (!weekdays.includes(weekStart)) leaveOut(`WKST=${weekStart}`, 'No weekday has that name')
  const skip = parts.get('SKIP') ?? 'OMIT'
  if (!/^(OMIT|FORWARD|BACKWARD)$/.test(skip)) leaveOut(`SKIP=${skip}`, 'This part of how it repeats is not understood')
  return {
    moved: skip === 'FORWARD' ? 0 : skip === 'BACKWARD' ? -1 : null,
    frequency,
    interval: interval || 1,
    count: count === undefined ? Number.POSITIVE_INFINITY : Number(count),
    until: end,
    weekStart: weekdays.includes(weekStart) ? weekdays.indexOf(weekStart) : 1,
    ...listsOf(parts, leaveOut),
  }
}

/** True if none of the rule's months has its days. */
const isNever = ({ BYMONTH = [], BYMONTHDAY = [], moved }: RecurrenceRule) =>
  moved === null &&
  BYMONTH.length * BYMONTHDAY.length > 0 &&
  BYMONTH.every((month) =>
    BYMONTHDAY.every((one) => Math.abs(one) > monthStart(2024, month) - monthStart(2024, month - 1)),
  )

const yearOf = (date: number) => new Date(date * dayMs).getUTCFullYear()

/** Day number of a month's first day. `month` counts from 0 and may be outside 0 to 11. */
const monthStart = (year: number, month: number) => Date.UTC(year, month) / dayMs

const weekStartOf = (date: number, weekStart: number) => date - ((((date + 4 - weekStart) % 7) + 7) % 7)

const firstWeek = (year: number, weekStart: number) => weekStartOf(monthStart(year, 0) + 3, weekStart)

const has = (list: number[] | undefined, ...values: number[]) => !list || values.some((value) => list.includes(value))

const isInWeek = (date: number, { BYWEEKNO, weekStart }: RecurrenceRule) => {
  if (!BYWEEKNO) return true
  const week = weekStartOf(date, weekStart)
  const year = yearOf(week + 3)
  const start = firstWeek(year, weekStart)
  return has(BYWEEKNO, (week - start) / 7 + 1, (week - firstWeek(year + 1, weekStart)) / 7)
}

/** True if a day matches the rule's parts (months, days, weeks, weekdays), regardless of its interval. */
const isNamed = (date: number, rule: RecurrenceRule) => {
  const at = new Date(date * dayMs)
  const [year, month, ofMonth] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()]
  const { frequency, BYMONTH, BYMONTHDAY, BYYEARDAY, BYDAY } = rule
  if (!has(BYMONTH, month + 1)) return false
  const untilMonthEnds = date - monthStart(year, month + 1)
  if (!has(BYMONTHDAY, ofMonth, untilMonthEnds)) return false
  const ofYear = date - monthStart(year, 0) + 1
  const untilYearEnds = date - monthStart(year + 1, 0)
  if (!has(BYYEARDAY, ofYear, untilYearEnds) || !isInWeek(date, rule)) return false
  const [fromStart, fromEnd] = frequency === 'YEARLY' && !BYMONTH ? [ofYear, untilYearEnds] : [ofMonth, untilMonthEnds]
  const ordinals = [0, Math.ceil(fromStart / 7), Math.floor(fromEnd / 7)]
  return !BYDAY || BYDAY.some(({ ordinal, weekday }) => weekday === at.getUTCDay() && ordinals.includes(ordinal))
}

/** Fills in missing parts of a rule (weekday, day of the month, month) from its start date. */
const completed = (rule: RecurrenceRule, start: number): RecurrenceRule => {
  const { frequency, BYMONTH, BYMONTHDAY, BYYEARDAY, BYWEEKNO, BYDAY } = rule
  const at = new Date(start)
  const weekday = [{ ordinal: 0, weekday: at.getUTCDay() }]
  if (frequency === 'WEEKLY') return { ...rule, BYDAY: BYDAY ?? weekday }
  if (BYDAY || BYMONTHDAY || BYYEARDAY || !/^(YEAR|MONTH)LY$/.test(frequency)) return rule
  if (BYWEEKNO) return { ...rule, BYDAY: weekday }
  const ofMonth = { ...rule, BYMONTHDAY: [at.getUTCDate()] }
  return frequency === 'MONTHLY' ? ofMonth : { ...ofMonth, BYMONTH: BYMONTH ?? [at.getUTCMonth() + 1] }
}

const times = (hours: number[], minutes: number[], seconds: number[]) => {
  spendSteps(hours.length * minutes.length * seconds.length)
  return hours.flatMap((h) => minutes.flatMap((m) => seconds.map((s) => h * hourMs + m * minuteMs + s * second)))
}

/** Days that replace days missing in their month (RFC 7529, 4.1). Only for rules by month and day. */
const movedDays = (
  { moved, frequency, BYMONTH, BYMONTHDAY = [], BYDAY, BYYEARDAY, BYWEEKNO }: RecurrenceRule,
  start: number,
  end: number,
) => {
  if (moved === null || !/^(YEAR|MONTH)LY$/.test(frequency) || BYDAY || BYYEARDAY || BYWEEKNO) return []
  const found: number[] = []
  for (let first = start; first < end; ) {
    const month = new Date(first * dayMs).getUTCMonth()
    const next = monthStart(yearOf(first), month + 1)
    if (has(BYMONTH, month + 1) && BYMONTHDAY.some((one) => one > next - first)) found.push(next + moved)
    first = next
  }
  return found
}

/** The first number at or above `least` that is a whole number of intervals after `first`. */
const nextIn = (first: number, interval: number, least: number) =>
  first + Math.max(0, Math.ceil((least - first) / interval)) * interval

/** Times of a rule by period of a day or more, beginning with the period that contains `from`. */
function* longPeriods(rule: RecurrenceRule, start: number, from: number, to: number) {
  const { frequency, interval, weekStart, BYMONTH } = rule
  const at = new Date(start)
  const { BYHOUR = [at.getUTCHours()], BYMINUTE = [at.getUTCMinutes()], BYSECOND = [at.getUTCSeconds()] } = rule
  const ofDay = times(BYHOUR, BYMINUTE, BYSECOND)
  const week = weekStartOf(Math.floor(start / dayMs), weekStart)
  const months = frequency === 'YEARLY' ? 12 : 1
  const isByMonth = frequency === 'YEARLY' || frequency === 'MONTHLY'
  const days = frequency === 'WEEKLY' ? 7 : 1
  const startOf = (period: number) => (isByMonth ? monthStart(1970, period * months) : week + period * days)
  const periodOf = (time: number) => {
    const date = new Date(time)
    if (isByMonth) return Math.floor(((date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth()) / months)
    return Math.floor((Math.floor(time / dayMs) - week) / days)
  }
  const last = Math.floor(to / dayMs)
  for (let period = nextIn(periodOf(start), interval, periodOf(from)); startOf(period) <= last; period += interval) {
    const found: number[] = []
    const end = startOf(period + 1)
    for (let date = startOf(period); date < end; date += 1) {
      spendSteps(1)
      const month = new Date(date * dayMs).getUTCMonth()
      if (!has(BYMONTH, month + 1)) date = monthStart(yearOf(date), month + 1) - 1
      else if (isNamed(date, rule)) found.push(...ofDay.map((time) => date * dayMs + time))
    }
    for (const date of movedDays(rule, startOf(period), end)) found.push(...ofDay.map((time) => date * dayMs + time))
    spendSteps(found.length)
    yield rule.moved === null ? found : [...new Set(found)].sort((a, b) => a - b)
  }
}

/** Times of a rule by hour, minute or second. Skips excluded days and hours as a whole. */
function* shortPeriodsOf(rule: RecurrenceRule, length: number, start: number, from: number, to: number) {
  const at = new Date(start)
  const { interval, BYHOUR, BYMINUTE, BYSECOND } = rule
  const minutes = length < hourMs ? [0] : (BYMINUTE ?? [at.getUTCMinutes()])
  const seconds = length < minuteMs ? [0] : (BYSECOND ?? [at.getUTCSeconds()])
  const ofPeriod = times([0], minutes, seconds)
  const next = (time: number) => nextIn(Math.floor(start / length), interval, Math.floor(time / length))
  for (let time = next(from) * length; time <= to; ) {
    spendSteps(1)
    const past = (unit: number) => (Math.floor(time / unit) + 1) * unit
    const isOut = (list: number[] | undefined, unit: number, of: number) =>
      unit >= length && !has(list, Math.floor(time / unit) % of)
    if (!isNamed(Math.floor(time / dayMs), rule)) time = next(past(dayMs)) * length
    else if (isOut(BYHOUR, hourMs, 24)) time = next(past(hourMs)) * length
    else if (isOut(BYMINUTE, minuteMs, 60)) time = next(past(minuteMs)) * length
    else {
      if (!isOut(BYSECOND, second, 60)) yield ofPeriod.map((one) => time + one)
      time += interval * length
    }
  }
}

/**
 * Times of a rule from `from` to `to`, both inclusive, in order, as wall-clock times (`Clock`). Without COUNT, periods
 * before `from` are skipped.
 */
export function* timesOf(said: RecurrenceRule, start: number, from: number, to: number) {
  const rule = completed(said, start)
  if (isNever(rule)) throw new UnreadableError('It repeats too often, or never')
  const { BYSETPOS, count } = rule
  const begin = Number.isFinite(count) ? start : Math.max(start, from)
  const length = shortPeriods.get(rule.frequency)
  const periods = length ? shortPeriodsOf(rule, length, start, begin, to) : longPeriods(rule, start, begin, to)
  let counted = 0
  for (const found of periods) {
    const chosen = BYSETPOS ? found.filter((_, index) => has(BYSETPOS, index + 1, index - found.length)) : found
    for (const time of chosen) {
      if (time < start) continue
      if (time > to || counted === count) return
      counted += 1
      if (time >= from) yield time
    }
  }
}
