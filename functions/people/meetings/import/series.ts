import { grouped } from '../../../lib/text/format'
import { dayMs } from '../../../lib/time/units'
import { type Moment, minutesOf, type ParsedEvent } from './event'
import { type IcalTime, UnreadableError, wallDate, wallText, withStepLimit } from './ical'
import { type RecurrenceRule, timesOf } from './rules'
import { meetingsLimit } from './schema'
import { utc } from './zones'

/** An event, and the length of its meetings in minutes. */
export type SeriesEvent = ParsedEvent & { minutes: number | null }

/**
 * One date of an event. `recurrence`: text that identifies the date in its series, empty for a single event. `minutes`:
 * length if it differs from the event's.
 */
export type Occurrence = { source: SeriesEvent; start: Moment; recurrence: string; minutes?: number | null }

/** Bounds of the search for dates, in epoch ms. */
export type Bounds = { from: number; to: number }

/** Maximum time in ms by which a change of this and all later dates may move them. */
const furthestMove = 40 * dayMs

const instantOf = ({ wall, zone }: Moment) => zone.instant(wall)

const clockTime = (wall: number) => ((wall % dayMs) + dayMs) % dayMs

/** Length of an event in minutes. Warns if the event has no length, or one that a meeting cannot have. */
export const lengthOf = ({ start, end, length, warnings }: ParsedEvent) => {
  const measure = start.isDate ? ({ wall }: Moment) => wall : instantOf
  // A day is a calendar day even across a clock change; an hour always has the same length.
  const last = end ?? { ...start, wall: start.wall + (length?.days ?? 0) * dayMs }
  const seconds = (measure(last) - measure(start)) / 1000 + (end ? 0 : (length?.seconds ?? 0))
  if (!start.isDate) return minutesOf(seconds, warnings)
  const days = Math.round(seconds / 86_400)
  if (days > 1) warnings.push(`It takes ${grouped(days)} days and is added on the first`)
  return null
}

/** Text that identifies one date of a series. In UTC, so that it stays the same if the series changes its zone. */
export const recurrenceOf = (moment: Moment) => {
  if (moment.isDate) return wallDate(moment.wall)
  return wallText(moment.zone.name === null ? moment.wall : instantOf(moment))
}

/**
 * Converts a date that refers to a series to the form and zone of the series' start. If the start has no zone, a UTC
 * value with the same clock time means the clock time.
 */
const alike = (value: Moment, start: Moment): Moment => {
  const { zone } = start
  if (start.isDate) {
    // Programs write midnight in the person's zone as a time in UTC.
    const own = value.isDate || value.zone.name === null ? value.wall : zone.wall(instantOf(value))
    const wall = clockTime(own) === 0 ? own : value.wall
    return { ...start, wall: wall - clockTime(wall) }
  }
  if (value.isDate) return { ...start, wall: value.wall + clockTime(start.wall) }
  const isClock = zone.name === null && clockTime(value.wall) === clockTime(start.wall)
  return { ...start, wall: isClock || value.zone.name === null ? value.wall : zone.wall(instantOf(value)) }
}

/** End of a rule in the event's wall-clock time. A date as UNTIL includes the whole day. */
const untilOf = ({ wall, isDate, isUtc }: IcalTime, start: Moment) => {
  if (isDate) return wall + dayMs - 1
  return isUtc ? alike({ wall, isDate, zone: utc }, start).wall : wall
}

/** Reason why an event has no dates: programs shorten a series to nothing, or exclude its only date. Else null. */
export const noDatesReason = ({ rules, dates, exceptDates, start }: ParsedEvent) => {
  if (dates.length > 0) return null
  const isOnly = (date: Moment) => recurrenceOf(alike(date, start)) === recurrenceOf(start)
  if (rules.length === 0) return exceptDates.some(isOnly) ? 'Its only date is left out (EXDATE)' : null
  const isOver = rules.every(
    ({ until }) => until && until.wall < start.wall + dayMs && untilOf(until, start) < start.wall,
  )
  return isOver ? 'It stops repeating before it starts, so it has no dates' : null
}

const datesOf = (rules: RecurrenceRule[], start: Moment, from: number, to: number) =>
  rules.flatMap((rule) => {
    const end = rule.until && rule.until.wall < to + 2 * dayMs ? Math.min(to, untilOf(rule.until, start)) : to
    const found: number[] = []
    for (const wall of timesOf(rule, start.wall, from, end)) {
      found.push(wall)
      if (found.length > meetingsLimit) throw new UnreadableError('It repeats too often in these dates')
    }
    return found
  })

/** Called for an EXDATE or a change that names a date which is not in the series. */
type Unmatched = (source: SeriesEvent, what: 'EXDATE' | 'RECURRENCE-ID', date: Moment) => void

/** Dates of a series within bounds, without excluded ones. Each has the event that defines it. */
const repeated = (first: SeriesEvent, changes: SeriesEvent[], bounds: Bounds, unmatched: Unmatched) => {
  const { start } = first
  const at = (wall: number): Moment => ({ ...start, wall })
  const said = (value: Moment) => recurrenceOf(alike(value, start))
  const changed = new Map(changes.map((one) => [said(one.changes ?? one.start), one]))
  const ranges = changes
    .flatMap((source) =>
      source.isRange && source.changes ? [{ source, from: alike(source.changes, start).wall }] : [],
    )
    .sort((a, b) => b.from - a.from)
  const slack = ranges.length > 0 ? furthestMove : 0
  const [from, to] = [bounds.from - slack, bounds.to + slack]
  const except = new Set([
    ...first.exceptDates.map((value) => (value.isDate ? wallDate(value.wall) : said(value))),
    ...datesOf(first.exceptRules, start, from, to).map((wall) => recurrenceOf(at(wall))),
  ])
  const listed = first.dates.map((value) => alike(value, start).wall)
  const lengths = new Map(
    first.dates.flatMap(({ seconds }, index) =>
      seconds === undefined ? [] : [[listed[index], minutesOf(seconds, first.warnings)] as const],
    ),
  )
  const own = first.rules.length === 0 ? [start.wall] : []
  const walls = [...datesOf(first.rules, start, from, to), ...listed, ...own].filter(
    (wall) => wall >= from && wall <= to,
  )
  const named = new Set(walls.flatMap((wall) => [recurrenceOf(at(wall)), wallDate(wall)]))
  const check = (source: SeriesEvent, what: 'EXDATE' | 'RECURRENCE-ID', date: Moment) => {
    const { wall } = alike(date, start)
    const isKnown = named.has(what === 'EXDATE' && date.isDate ? wallDate(date.wall) : said(date))
    if (wall >= from && wall <= to && !isKnown) unmatched(source, what, date)
  }
  for (const date of first.exceptDates) check(first, 'EXDATE', date)
  for (const one of changes) check(one, 'RECURRENCE-ID', one.changes ?? one.start)
  const occurrences = new Map<string, Occurrence>()
  for (const wall of walls.sort((a, b) => a - b)) {
    const moment = at(wall)
    const recurrence = recurrenceOf(moment)
    if (except.has(recurrence) || except.has(wallDate(wall))) continue
    const change = changed.get(recurrence)
    const range = change ? undefined : ranges.find((one) => one.from <= wall)
    const moved = range && { ...range.source.start, wall: range.source.start.wall + wall - range.from }
    occurrences.set(recurrence, {
      source: change ?? range?.source ?? first,
      start: change?.start ?? moved ?? moment,
      recurrence,
      ...(!change && !range && lengths.has(wall) && { minutes: lengths.get(wall) }),
    })
    if (occurrences.size > meetingsLimit) throw new UnreadableError('It repeats too often in these dates')
  }
  return occurrences
}

const checkMove = ({ changes, isRange, start }: ParsedEvent, first: ParsedEvent) => {
  const by = changes && isRange ? Math.abs(alike(changes, first.start).wall - start.wall) : 0
  if (by > furthestMove) throw new UnreadableError('It moves all later dates by more than 40 days')
}

/**
 * Dates of an event between two moments, and some around them. A change is included even if the series lacks its date.
 * @throws Unreadable
 */
export const occurrencesOf = (
  first: SeriesEvent | undefined,
  changes: SeriesEvent[],
  bounds: Bounds,
  unmatched: Unmatched = () => {},
): Occurrence[] => {
  const repeats = first && isRepeating(first)
  if (first) for (const change of changes) checkMove(change, first)
  const found = repeats ? repeated(first, changes, bounds, unmatched) : new Map<string, Occurrence>()
  for (const source of changes) {
    const date = source.changes ?? source.start
    const recurrence = recurrenceOf(first ? alike(date, first.start) : date)
    if (!found.has(recurrence)) found.set(recurrence, { source, start: source.start, recurrence })
  }
  if (first && !repeats && !found.has(recurrenceOf(first.start))) {
    for (const one of changes) unmatched(one, 'RECURRENCE-ID', one.changes ?? one.start)
    found.set('', { source: first, start: first.start, recurrence: '' })
  }
  return [...found.values()]
}

export const isRepeating = ({ rules, dates, exceptDates }: ParsedEvent) =>
  rules.length + dates.length + exceptDates.length > 0

/** Runs work on an event with a limit of steps. Returns the reason if the work fails. */
export const attempt = <T>(work: () => T): { result: T } | { reason: string } => {
  try {
    return { result: withStepLimit(work) }
  } catch (error) {
    return { reason: error instanceof UnreadableError ? error.message : 'Its dates can’t be computed' }
  }
}
