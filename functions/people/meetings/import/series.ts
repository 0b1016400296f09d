import { wallTime } from '../../../lib/days'
import { grouped } from '../../../lib/format'
import { type Event, minutesOf, Unreadable } from './event'
import { bounded, dateText, ICAL, TooManySteps } from './ical'
import { meetingsLimit } from './schema'

/** An event as a component of the library, without its end, of which the length is kept. */
export type Source = Event & { component: ICAL.Component; minutes: number | null; start: ICAL.Time }

/** One date of an event. `recurrence` is what it is known by among the others, empty for an event without others. */
export type Occurrence = { source: Source; start: ICAL.Time; recurrence: string }

/** Seconds between which (epoch) dates are looked for. */
export type Bounds = { from: number; to: number }

/** Seconds that a change of this and all later dates may move them. */
const furthestMove = 40 * 86_400

const isFloating = ({ zone }: ICAL.Time) => zone === ICAL.Timezone.localTimezone

/** Seconds since the epoch. A time without a zone is by the clocks of the person. */
const secondsAt = (time: ICAL.Time, time_zone: string) =>
  isFloating(time) && !time.isDate
    ? wallTime(dateText(time), time.toString().slice(11, 19), { time_zone, day_start_minute: 0 }) / 1000
    : time.toUnixTime()

const lengthOf = (component: ICAL.Component, start: ICAL.Time, time_zone: string) => {
  const end = component.getFirstPropertyValue('dtend')
  if (end instanceof ICAL.Time) return secondsAt(end, time_zone) - secondsAt(start, time_zone)
  const length = component.getFirstPropertyValue('duration')
  return length instanceof ICAL.Duration ? length.toSeconds() : 0
}

/** A meeting without a time has no length, so one of several days is on its first. */
const daysOf = (seconds: number, warnings: string[]) => {
  const days = Math.round(seconds / 86_400)
  if (days > 1) warnings.push(`It takes ${grouped(days)} days and is added on the first`)
  return null
}

/** The library adds lengths day by day, so a very long one would take it very long. */
export const sourceOf = (event: Event, component: ICAL.Component | undefined, time_zone: string): Source => {
  const start = component?.getFirstPropertyValue('dtstart')
  if (!component || !(start instanceof ICAL.Time)) throw new Unreadable('It has no start (DTSTART)')
  let seconds = 0
  try {
    seconds = lengthOf(component, start, time_zone)
  } catch {
    event.warnings.push('Its length can’t be read')
  }
  component.removeAllProperties('dtend')
  component.removeAllProperties('duration')
  return {
    ...event,
    component,
    start,
    minutes: start.isDate ? daysOf(seconds, event.warnings) : minutesOf(seconds, event.warnings),
  }
}

/** Names a date of a series: in UTC, so that a change of its zone is no other one. */
export const recurrenceOf = (time: ICAL.Time) => {
  if (time.isDate) return dateText(time)
  return isFloating(time) ? time.toString() : new Date(time.toUnixTime() * 1000).toISOString().slice(0, 19)
}

/** The date of the series that an event changes, as its first event says dates; null for one that changes none. */
const changedDate = ({ component }: Source, first?: Source) => {
  const value = component.getFirstPropertyValue('recurrence-id')
  if (!(value instanceof ICAL.Time)) return null
  if (!first || value.isDate === first.start.isDate) return value
  const time = first.start.clone()
  time.year = value.year
  time.month = value.month
  time.day = value.day
  return time
}

/** Gives a change the date of its series as the library looks for it: in UTC, unless it changes all later ones. */
const relate = (change: Source, first: Source) => {
  const property = change.component.getFirstProperty('recurrence-id')
  const date = changedDate(change, first)
  if (!property || !date) return
  if (!date.isDate && !isFloating(date) && property.getParameter('range') === undefined) {
    property.setValue(ICAL.Time.fromDateTimeString(`${recurrenceOf(date)}Z`))
  } else property.setValue(date)
}

/** Dates that a series leaves out. One without a time leaves out its whole day. */
const excludedBy = (first: Source) => {
  const excluded = new Set<string>()
  for (const property of first.component.getAllProperties('exdate')) {
    for (const value of property.getValues()) if (value instanceof ICAL.Time) excluded.add(recurrenceOf(value))
  }
  first.component.removeAllProperties('exdate')
  return (time: ICAL.Time) => excluded.has(recurrenceOf(time)) || excluded.has(dateText(time))
}

/** The first date of an event that lists others is one of them, too. */
const listFirstDate = ({ component, properties }: Source) => {
  const start = properties.find(([name]) => name === 'dtstart')
  if (!start || component.hasProperty('rrule')) return
  const [, parameters, type, value] = start
  component.addProperty(new ICAL.Property(['rdate', parameters, type, value], component))
}

const rulesOf = ({ component }: Source) =>
  component.getAllProperties('rrule').flatMap((property) => {
    const rule: unknown = property.getFirstValue()
    return rule instanceof ICAL.Recur ? [rule] : []
  })

/** False for a date of another month than that of its rule: the library goes on from 29 February to 1 March. */
const isInMonth = (rules: ICAL.Recur[], start: ICAL.Time, time: ICAL.Time) =>
  rules.every(({ freq, parts }) => {
    const months = parts.BYMONTH ?? (freq === 'YEARLY' && Object.keys(parts).length === 0 ? [start.month] : null)
    return months === null || months.map(Number).includes(time.month)
  })

/** True for a series that ended before. */
const isOver = ({ component }: Source, rules: ICAL.Recur[], bounds: Bounds) =>
  !component.hasProperty('rdate') && rules.every(({ until }) => until && until.toUnixTime() < bounds.from)

const repeated = (first: Source, changes: Source[], bounds: Bounds) => {
  for (const change of changes) relate(change, first)
  const isExcluded = excludedBy(first)
  listFirstDate(first)
  const event = new ICAL.Event(first.component, { exceptions: changes.map((change) => change.component) })
  const sources = new Map([first, ...changes].map((source) => [source.component, source]))
  const slack = event.rangeExceptions.length > 0 ? furthestMove : 0
  const occurrences = new Map<string, Occurrence>()
  const rules = rulesOf(first)
  if (isOver(first, rules, bounds)) return occurrences
  const single = first.component.hasProperty('rdate') ? [] : rules
  const iterator = event.iterator()
  for (;;) {
    const time = iterator.next()
    if (!time || time.toUnixTime() > bounds.to + slack) break
    if (time.toUnixTime() < bounds.from - slack || isExcluded(time) || !isInMonth(single, first.start, time)) continue
    const { item, startDate } = event.getOccurrenceDetails(time)
    const recurrence = recurrenceOf(time)
    occurrences.set(recurrence, { source: sources.get(item.component) ?? first, start: startDate, recurrence })
    if (occurrences.size > meetingsLimit) throw new Unreadable('It repeats too often in these dates')
  }
  return occurrences
}

const checkMove = (change: Source, first: Source) => {
  const date = changedDate(change, first)
  const isRange = change.component.getFirstProperty('recurrence-id')?.getParameter('range') !== undefined
  if (!date || !isRange || Math.abs(date.toUnixTime() - change.start.toUnixTime()) <= furthestMove) return
  throw new Unreadable('It moves all later dates too far')
}

/**
 * The dates of an event between two moments, and some around them. Changes of single dates come in even where the series
 * does not have these. @throws Unreadable
 */
export const occurrencesOf = (first: Source | undefined, changes: Source[], bounds: Bounds): Occurrence[] => {
  const repeats = first && isRepeating(first)
  if (first) for (const change of changes) checkMove(change, first)
  const found = repeats ? repeated(first, changes, bounds) : new Map<string, Occurrence>()
  for (const source of changes) {
    const recurrence = recurrenceOf(changedDate(source, first) ?? source.start)
    if (!found.has(recurrence)) found.set(recurrence, { source, start: source.start, recurrence })
  }
  if (first && !repeats && !found.has(recurrenceOf(first.start))) {
    found.set('', { source: first, start: first.start, recurrence: '' })
  }
  return [...found.values()]
}

export const isRepeating = ({ component }: Source) => component.hasProperty('rrule') || component.hasProperty('rdate')

/** Works on an event with the library; the reason where that cannot be done. */
export const attempt = <T>(work: () => T): { result: T } | { reason: string } => {
  try {
    return { result: bounded(work) }
  } catch (error) {
    if (error instanceof TooManySteps) return { reason: 'It repeats too often, or never' }
    return { reason: error instanceof Unreadable ? error.message : 'Its dates can’t be computed' }
  }
}
