import { isTimeZone, wallTime } from '../../../lib/days'
import { Email } from '../../../lib/email'
import { grouped, plural } from '../../../lib/format'
import { cleanLine, cleanText, countCharacters, firstCharacters } from '../../../lib/text'
import { nameLimit } from '../../people/schema'
import { attendeesLimit, durationLimits, noteLimit, titleLimit } from '../schema'
import type { Block, Zones } from './blocks'
import { ICAL, type Property } from './ical'
import type { Invited, Remark } from './schema'

/** Addresses of calendars and rooms, which are nobody. */
const isNobody = (email: string) => /@(?:[\w-]+\.)*calendar\.google\.com$/.test(email)

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

const decoded = (address: string) => {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}

const emailOf = ([, { email }, , value]: Property) => {
  const address = /^mailto:/i.test(textOf(value)) ? decoded(textOf(value).slice('mailto:'.length)) : textOf(email)
  return Email.safeParse(address).data ?? ''
}

/** The person of an ATTENDEE or an ORGANIZER; null for a room, a group and one without name and address. */
const personOf = (property: Property): Invited | null => {
  const [, { cn, cutype = '' }] = property
  if (/^(ROOM|RESOURCE)$/i.test(textOf(cutype))) return null
  const email = emailOf(property)
  const name = firstCharacters(cleanLine(textOf(cn)), nameLimit) || firstCharacters(email, nameLimit)
  return name === '' || isNobody(email) ? null : { name, email }
}

const statusOf = ([, { partstat }]: Property) => textOf(partstat).toUpperCase()

const isHeld = ([, { role }]: Property) => !/^NON-PARTICIPANT$/i.test(textOf(role))

/**
 * Who comes to an event beside the person with the addresses `own`: those who have not declined, and the organizer.
 * `isDeclined` when the person has declined it.
 */
const invitedTo = (attendees: Property[], organizer: Property | undefined, own: string[]) => {
  const isOwn = (property: Property) => own.includes(emailOf(property))
  const coming = attendees.filter((property) => statusOf(property) !== 'DECLINED' && isHeld(property))
  const people = [...(organizer ? [organizer] : []), ...coming].flatMap((property) => {
    const person = isOwn(property) ? null : personOf(property)
    return person ? [person] : []
  })
  const byKey = new Map<string, Invited>()
  for (const person of people) {
    const key = person.email || person.name.toLowerCase()
    const known = byKey.get(key)
    if (!known || known.name === known.email) byKey.set(key, person)
  }
  return {
    invited: [...byKey.values()],
    isDeclined: attendees.some((property) => isOwn(property) && statusOf(property) === 'DECLINED'),
  }
}

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
const untilOf = (property: Property, start: Property): Property => {
  const [name, parameters, type, rule] = property
  if (name !== 'rrule' || typeof rule !== 'object' || rule === null || !('until' in rule)) return property
  return [name, parameters, type, { ...rule, until: comparable(String(rule.until), start) }]
}

/** The reason why an event does not come in, and the line that it is about, where it is one. */
export class Unreadable extends Error {
  constructor(
    message: string,
    readonly line?: number,
  ) {
    super(message)
  }
}

/** An event of a file as it says itself, without its repetitions. */
export type Event = {
  line: number
  /** Names it in a message. */
  name: string
  uid: string
  /** Later versions of an event have the higher ones. */
  version: [sequence: number, stamp: string]
  properties: Property[]
  title: string
  preparation_notes: string
  invited: Invited[]
  isCancelled: boolean
  isDeclined: boolean
  warnings: string[]
}

const texts = ['SUMMARY', 'DESCRIPTION', 'LOCATION']
const times = ['DTSTART', 'DTEND', 'RECURRENCE-ID', 'RDATE', 'EXDATE']
const others = ['UID', 'STATUS', 'SEQUENCE', 'DTSTAMP', 'DURATION', 'RRULE', 'ATTENDEE', 'ORGANIZER']
const read = [...texts, ...times, ...others]

/** Properties without which an event would be another one. A fault in one of them refuses it. */
const needed = ['UID', 'DTSTART', 'RECURRENCE-ID', 'RDATE', 'EXDATE', 'RRULE']

/** Limits of what an event says of its repetitions: no calendar says more. */
const ruleCharacters = 1_000
const datesLimit = 2_000
const longestInterval = 1_000
const mostParameters = 100

const isDateValue = (value: string) => {
  const [, date = '', time] = /^(\d{4}-\d\d-\d\d)(?:T((?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60))Z?)?$/.exec(value) ?? []
  const instant = Date.parse(`${date}T00:00:00Z`)
  const isThere = Number.isFinite(instant) && new Date(instant).toISOString().startsWith(date)
  if (!isThere || date < '1900' || date > '2200') return null
  return time === undefined ? 'date' : 'date-time'
}

/** Values as dates or as times, whatever type the file says they are. A period counts from its start. */
const withTimes = ([name, parameters, , ...values]: Property): Property[] =>
  values.map((value): Property => {
    const text = String(Array.isArray(value) ? value[0] : value)
    const type = isDateValue(text)
    if (type === null) throw new Unreadable(`${name.toUpperCase()} is not a date or a time from 1900 to 2199`)
    return [name, parameters, type, text]
  })

const checkedRule = ([name, parameters, type, rule]: Property): Property => {
  const isRule = typeof rule === 'object' && rule !== null && 'freq' in rule
  if (!isRule) throw new Unreadable('RRULE says no frequency')
  if ('interval' in rule && Number(rule.interval) > longestInterval) {
    throw new Unreadable(`RRULE has an interval over ${longestInterval}`)
  }
  if (!('until' in rule)) return [name, parameters, type, rule]
  const { until, ...endless } = rule
  if (String(until) > '2200') return [name, parameters, type, endless]
  if (isDateValue(String(until)) === null) throw new Unreadable('RRULE has an UNTIL that is no date')
  return [name, parameters, type, rule]
}

const parsed = (name: string, text: string): Property[] => {
  if (!texts.includes(name) && text.split(';', mostParameters + 1).length > mostParameters) {
    throw new Unreadable(`${name} has too many parts`)
  }
  if (name === 'RRULE' && text.length > ruleCharacters) throw new Unreadable('RRULE is too long')
  const property: Property = ICAL.parse.property(text)
  if (times.includes(name)) return withTimes(property)
  return [name === 'RRULE' ? checkedRule(property) : property]
}

/** Parses what is used of a block, so that a fault anywhere else does no harm. */
const propertiesOf = ({ lines }: Block, warnings: string[]) => {
  const properties: Property[] = []
  for (const { line, text } of lines) {
    const name = /^([A-Za-z][\w-]*)\s*[;:]/.exec(text)?.[1]?.toUpperCase()
    if (name === undefined && text.trim() !== '') warnings.push(`Line ${line} can’t be read and was ignored`)
    if (name === undefined || !read.includes(name)) continue
    try {
      properties.push(...parsed(name, text))
    } catch (error) {
      const reason = error instanceof Unreadable ? error.message : `${name} can’t be read`
      if (needed.includes(name)) throw new Unreadable(reason, line)
      warnings.push(`Line ${line} was ignored: ${reason}`)
    }
  }
  if (properties.length > datesLimit) throw new Unreadable('It names too many dates or people')
  return properties
}

const isMidnight = ([, , type, value]: Property) => type === 'date' || /T00:00:00$/.test(String(value))

/** Outlook writes an event of whole days as from midnight to midnight, and says so in a property of its own. */
const wholeDays = (block: Block, properties: Property[]) => {
  const isMarked = block.lines.some(({ text }) => /^X-MICROSOFT-CDO-ALLDAYEVENT:TRUE\s*$/i.test(text))
  const isTime = ([name]: Property) => times.includes(name.toUpperCase())
  if (!isMarked || !properties.filter(isTime).every(isMidnight)) return properties
  return properties.map((one): Property => (isTime(one) ? [one[0], {}, 'date', String(one[3]).slice(0, 10)] : one))
}

const cut = (text: string, limit: number, what: string, warnings: string[]) => {
  if (countCharacters(text) > limit) warnings.push(`${what} is cut at ${grouped(limit)} characters`)
  return firstCharacters(text, limit)
}

const nameless = 'An event without a title'

/** The title of a block as it stands there, for one that cannot be read. */
export const rawTitle = ({ lines }: Block) => {
  const line =
    lines.find(({ text }) => /^SUMMARY\s*[;:]/i.test(text)) ?? lines.find(({ text }) => /^UID\s*:/i.test(text))
  return firstCharacters(cleanLine(line?.text.replace(/^[^:]*:/, '') ?? ''), 100) || nameless
}

/** A start for a cancellation, which may have none. */
const unneededStart = (properties: Property[]) => {
  const [, ...date] = properties.find(([name]) => name === 'recurrence-id') ?? ['', {}, 'date', '1970-01-01']
  const start: Property = ['dtstart', ...date]
  properties.push(start)
  return start
}

type Context = { zones: Zones; own: string[]; method: string }

const readEvent = (block: Block, { zones, own, method }: Context): Event => {
  if (!block.isClosed) throw new Unreadable('It has no end (END:VEVENT). The file may be cut off')
  const warnings: string[] = []
  const properties = wholeDays(block, propertiesOf(block, warnings))
  const first = (name: string) => properties.find(([one]) => one === name)
  const text = (name: string) => String(first(name)?.[3] ?? '')
  const isCancelled = /^CANCELLED$/i.test(text('status').trim()) || method === 'CANCEL'
  const start = first('dtstart') ?? (isCancelled ? unneededStart(properties) : null)
  if (!start) throw new Unreadable('It has no start (DTSTART)')
  const title = cut(cleanLine(text('summary')), titleLimit, 'The title', warnings)
  const location = cleanLine(text('location'))
  const notes = [location && `Location: ${location}`, cleanText(text('description'))].filter(Boolean).join('\n\n')
  const attendees = properties.filter(([name]) => name === 'attendee')
  const { invited, isDeclined } = invitedTo(attendees, first('organizer'), own)
  if (invited.length > attendeesLimit)
    warnings.push(`Of more than ${attendeesLimit} people, the first ${attendeesLimit} are imported`)
  const unknown = zones.rename(properties)
  if (unknown !== null) {
    warnings.push(
      `The time zone “${firstCharacters(cleanLine(unknown), 100)}” is unknown, so its times are read in yours`,
    )
  }
  return {
    line: block.line,
    name: title || firstCharacters(cleanLine(text('uid')), 100) || nameless,
    uid: text('uid').trim() || `without-uid:${title}:${text('dtstart')}`,
    version: [Math.min(Math.max(Math.trunc(Number(text('sequence'))) || 0, 0), 2 ** 31), text('dtstamp')],
    properties: properties.map((property) => untilOf(property, start)),
    title: title || 'Untitled meeting',
    preparation_notes: cut(notes, noteLimit, 'The description', warnings),
    invited: invited.slice(0, attendeesLimit),
    ...{ isCancelled, isDeclined },
    warnings,
  }
}

/** Reads an event, or says why it cannot be read. */
export const eventOf = (block: Block, context: Context): Event | Remark => {
  try {
    return readEvent(block, context)
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { line: error.line ?? block.line, name: rawTitle(block), message: error.message }
  }
}

/** Minutes of a meeting that takes so many seconds; null for none, with a warning where it is not one. */
export const minutesOf = (seconds: number, warnings: string[]) => {
  if (seconds < 0) warnings.push('It ends before it begins, so it has no length')
  const minutes = Math.round(seconds / 60)
  if (minutes < durationLimits.min) return null
  if (minutes > durationLimits.max)
    warnings.push(`It is longer than ${plural(durationLimits.max / 60, 'hour')} and is cut there`)
  return Math.min(minutes, durationLimits.max)
}
