import { dayMs } from '../../../lib/time/units'

export { default as ICAL } from 'ical.js'

/** A property as ical.js parses it: name, parameters, type, and values. */
export type Property = [name: string, parameters: Record<string, unknown>, type: string, ...values: unknown[]]

/** Reason why an event is left out, and the line with the error if there is one. */
export class UnreadableError extends Error {
  constructor(
    message: string,
    readonly line?: number,
  ) {
    super(message)
  }
}

/**
 * Maximum number of steps for an event, and for a file; each takes under 1 µs. A daily event of 50 years takes 40,000.
 */
const eventSteps = 60_000
const fileSteps = 400_000

const left = { ofEvent: 0, ofFile: 0 }

/** Resets the step counter for a file. @param count maximum steps */
export const resetSteps = (count = fileSteps) => {
  left.ofFile = count
}

/** Runs work on one event with a limit of steps. @throws Unreadable if the work takes too many */
export const withStepLimit = <T>(work: () => T): T => {
  left.ofEvent = Math.min(eventSteps, left.ofFile)
  const before = left.ofEvent
  try {
    return work()
  } finally {
    left.ofFile -= before - Math.max(left.ofEvent, 0)
  }
}

export const spendSteps = (steps: number) => {
  left.ofEvent -= steps
  if (left.ofEvent < 0) throw new UnreadableError('It repeats too often, or never')
}

/** A date or a wall-clock time, as epoch ms as if it were in UTC. `seconds`: length of a period. */
export type IcalTime = { wall: number; isDate: boolean; isUtc: boolean; seconds?: number }

const valuePattern =
  /^(\d{4})-?(\d\d)-?(\d\d)(?:T([01]?\d|2[0-4]):?([0-5]\d):?([0-5]\d|60)?(?:[.,]\d+)?([+-]\d\d:?[0-5]\d)?)?(Z)?$/

/** Parses an offset from UTC such as `+0530` to ms; null for other text. */
export const offsetOf = (text = '') => {
  const [, sign, hours, minutes = 0, seconds = 0] = /^([+-]?)(\d\d?):?(\d\d)?(?::?(\d\d))?$/.exec(text.trim()) ?? []
  if (hours === undefined) return null
  return (sign === '-' ? -1000 : 1000) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds))
}

/** Parses a date or a time as in calendars, also in ISO's form; null for other text. For a period, its start. */
export const clockOf = (value: string): IcalTime | null => {
  const [text = ''] = value.replace(/[\s"]/g, '').toUpperCase().split('/')
  const [, year, month, day, hour, minute = '00', second = '00', offset, utc] = valuePattern.exec(text) ?? []
  const wall = Date.parse(
    `${year}-${month}-${day}T${(hour ?? '').padStart(2, '0')}:${minute}:${second === '60' ? '59' : second}Z`,
  )
  const start = wall - (hour === '24' ? dayMs : 0)
  if (!Number.isFinite(start) || !wallText(start).startsWith(`${year}-${month}-${day}`)) return null
  return { wall: wall - (offsetOf(offset) ?? 0), isDate: hour === undefined, isUtc: (utc ?? offset) !== undefined }
}

/** `2026-12-01T10:00:00` */
export const wallText = (wall: number) => new Date(wall).toISOString().slice(0, 19)

export const wallDate = (wall: number) => wallText(wall).slice(0, 10)

/** Matches lines with dates, even if the zone's name has a colon without quotes. */
const dated = /^(DTSTART|DTEND|RDATE|EXDATE|RECURRENCE-ID)\s*((?:;.*?)?):\s*(\d{4}-?\d\d-?\d\d.*|[\s,;]*)$/is
const quoted = /^([A-Za-z][\w-]*)\s*((?:;(?:"[^"]*"|[^":])*)?):(.*)$/s
const plain = /^([A-Za-z][\w-]*)\s*(;[^:]*)?:(.*)$/

/** Parses a content line, with names in upper case; null for an invalid line. */
export const parseProperty = (text: string) => {
  const [, name, parameters = '', value = ''] = dated.exec(text) ?? quoted.exec(text) ?? plain.exec(text) ?? []
  if (name === undefined) return null
  const pairs = parameters.matchAll(/;\s*([\w-]+)\s*=\s*("[^"]*"?|[^;]*)/g)
  return {
    name: name.toUpperCase(),
    parameters: new Map([...pairs].map(([, key = '', is = '']) => [key.toUpperCase(), is.replaceAll('"', '').trim()])),
    value: value.trim(),
  }
}
