import { isTimeZone, wallTime } from '../../lib/days'
import type { Property } from './ical'

const lastSecond = 'T23:59:59'

/** Until when an event that begins at `start` repeats, as the library compares it: in UTC, or in no zone. */
const comparable = (until: string, [, { tzid }, type, start]: Property) => {
  if (type === 'date') return until.slice(0, 10)
  const text = until.length === 10 ? until + lastSecond : until
  if (text.endsWith('Z')) return text
  if (String(start).endsWith('Z')) return `${text}Z`
  if (typeof tzid !== 'string' || !isTimeZone(tzid)) return text
  const instant = wallTime(text.slice(0, 10), text.slice(11, 19), { time_zone: tzid, day_start_minute: 0 })
  return `${new Date(instant).toISOString().slice(0, 19)}Z`
}

/** A rule whose UNTIL names a date, or a time without a zone, where its event has a time in one. */
export const untilOf = (property: Property, start: Property): Property => {
  const [name, parameters, type, rule] = property
  if (name !== 'rrule' || typeof rule !== 'object' || rule === null || !('until' in rule)) return property
  return [name, parameters, type, { ...rule, until: comparable(String(rule.until), start) }]
}
