import { Email } from '../../../lib/text/email'
import { grouped, plural } from '../../../lib/text/format'
import { htmlText } from '../../../lib/text/html-text'
import { cleanLine, cleanName, cleanText, countCharacters, firstCharacters, textOf } from '../../../lib/text/text'
import { dayMs } from '../../../lib/time/units'
import { personNameLimit } from '../../people/schema'
import { attendeesLimit, durationLimits, meetingTitleLimit, noteLimit } from '../schema'
import { type CalendarBlock, partName, unsupportedReason } from './blocks'
import { clockOf, ICAL, type IcalTime, type Property, parseProperty, UnreadableError, wallDate, wallText } from './ical'
import { type RecurrenceRule, ruleOf } from './rules'
import type { Invitee, Remark } from './schema'
import { utc, type Zone, type Zones } from './zones'

/** True for an address of a calendar or a room, which is not a person. */
const isNobody = (email: string) => /@(?:[\w-]+\.)*calendar\.google\.com$/.test(email)

const decoded = (address: string) => {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}

const emailOf = ([, { email }, , value]: Property) => {
  const address = decoded(textOf(value).replace(/^mailto:\s*/i, ''))
  return Email.safeParse(address).data ?? Email.safeParse(textOf(email)).data ?? ''
}

/** The person of an ATTENDEE or ORGANIZER; null for a room, a group, or a value without name and address. */
const personOf = (property: Property): Invitee | null => {
  const [, { cn, cutype = '' }] = property
  if (/^(ROOM|RESOURCE)$/i.test(textOf(cutype))) return null
  const email = emailOf(property)
  const name = firstCharacters(cleanName(textOf(cn)), personNameLimit) || firstCharacters(email, personNameLimit)
  return name === '' || isNobody(email) ? null : { name, email }
}

const statusOf = ([, { partstat }]: Property) => textOf(partstat).toUpperCase()

const isHeld = ([, { role }]: Property) => !/^NON-PARTICIPANT$/i.test(textOf(role))

/**
 * Attendees of an event except the person with the addresses `own`: all who have not declined, and the organizer.
 * `isDeclined`: the person has declined.
 */
const invitedTo = (attendees: Property[], organizer: Property | undefined, own: string[], leaveOut: LeaveOut) => {
  const isOwn = (property: Property) => own.includes(emailOf(property))
  for (const property of attendees) {
    const [, { cn }] = property
    const who =
      firstCharacters(cleanLine(textOf(cn) || emailOf(property)), personNameLimit) || 'Somebody without a name'
    if (statusOf(property) === 'DECLINED') leaveOut(`${who} (ATTENDEE)`, 'They declined')
    else if (!isHeld(property)) leaveOut(`${who} (ATTENDEE)`, 'They aren’t participants')
    else if (!isOwn(property) && !personOf(property))
      leaveOut(`${who} (ATTENDEE)`, 'It is a room or a group, or has no name')
  }
  const coming = attendees.filter((property) => statusOf(property) !== 'DECLINED' && isHeld(property))
  const people = [...(organizer ? [organizer] : []), ...coming].flatMap((property) => {
    const person = isOwn(property) ? null : personOf(property)
    return person ? [person] : []
  })
  const byKey = new Map<string, Invitee>()
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

/** A date or a wall-clock time in a zone. `seconds`: length of a period. */
export type Moment = { wall: number; isDate: boolean; zone: Zone; seconds?: number }

/** Calendar days (of 23 to 25 hours) and exact seconds, see RFC 5545, 3.3.6. */
type Length = { days: number; seconds: number }

/** An event of a file, with its rules but without computed dates. */
export type ParsedEvent = {
  line: number
  /** Name of the event in messages. */
  name: string
  uid: string
  /** Higher for later versions of the event. */
  version: [sequence: number, stamp: string]
  start: Moment
  end: Moment | null
  length: Length | null
  /** Original date of the series that this event changes. With `isRange` it changes all later dates, too. */
  changes: Moment | null
  isRange: boolean
  rules: RecurrenceRule[]
  exceptRules: RecurrenceRule[]
  dates: Moment[]
  exceptDates: Moment[]
  title: string
  preparation_notes: string
  invited: Invitee[]
  isCancelled: boolean
  isDeclined: boolean
  warnings: string[]
}

const texts = ['SUMMARY', 'DESCRIPTION', 'LOCATION', 'X-ALT-DESC']
const oneDate = ['DTSTART', 'DTEND', 'RECURRENCE-ID']
const people = ['ATTENDEE', 'ORGANIZER']
/** Properties that an event has once. If one is repeated, the first is read. */
const single = ['UID', 'STATUS', 'SEQUENCE', 'DTSTAMP', 'LAST-MODIFIED', 'DURATION', ...texts, ...oneDate, 'ORGANIZER']

/** Properties that are ignored silently, and properties that have no field in a meeting. */
const silent =
  /^(X-(?!ALT-DESC$).*|CLASS|CREATED|PRIORITY|TRANSP|REQUEST-STATUS|RELATED-TO|COLOR|VERSION|PRODID|CALSCALE|METHOD|GEO)$/
const withoutPlace =
  /^(ATTACH|CATEGORIES|COMMENT|CONTACT|RESOURCES|URL|IMAGE|CONFERENCE|STRUCTURED-DATA|STYLED-DESCRIPTION)$/

/** Essential properties. An error in one of them rejects the event. */
const needed = ['UID', 'DTSTART', 'RECURRENCE-ID', 'RRULE', 'EXRULE']

const datesLimit = 2_000
const mostParameters = 100

type LeaveOut = (what: string, reason: string, line?: number) => void

/** Dates of a property, and the name of their zone. */
type Dated = { clocks: IcalTime[]; tzid: string }

/** Length of a period, which ends at another time or after a duration. */
const periodOf = (text: string, { wall }: IcalTime) => {
  const [, to] = text.split('/')
  const end = to === undefined ? null : clockOf(to)
  if (end) return { seconds: (end.wall - wall) / 1000 }
  const length = lengthIn(to ?? '', [])
  return length === null ? {} : { seconds: length.days * 86_400 + length.seconds }
}

/** Parses dates and times, regardless of the type that the file declares. */
const datedOf = (
  name: string,
  { parameters, value }: NonNullable<ReturnType<typeof parseProperty>>,
  leaveOut: LeaveOut,
): Dated => {
  const values = value.split(/[,;]/).filter((one) => one.trim() !== '')
  if (values.length > datesLimit) throw new UnreadableError('It names too many dates or people')
  const clocks = values.flatMap((text) => {
    const clock = clockOf(text)
    if (clock && /^(19|20|21)/.test(wallDate(clock.wall))) {
      const isDay = /^DATE$/i.test(parameters.get('VALUE') ?? '') && clock.wall % dayMs === 0
      return [{ ...clock, isDate: clock.isDate || isDay, ...periodOf(text, clock) }]
    }
    if (oneDate.includes(name)) throw new UnreadableError(`${partName(name)} is not a date or a time from 1900 to 2199`)
    leaveOut(
      `${partName(name)} ${firstCharacters(cleanLine(text), 50)}`,
      'It is not a date or a time from 1900 to 2199',
    )
    return []
  })
  return { clocks, tzid: parameters.get('TZID') ?? '' }
}

/** Parses a text or a person. Tolerates quotes where they are not allowed. */
const parsed = (name: string, text: string, value: string): Property => {
  if (!texts.includes(name) && text.split(';', mostParameters + 1).length > mostParameters) {
    throw new UnreadableError(`${partName(name)} has too many parts`)
  }
  try {
    return ICAL.parse.property(text.replace(/^([\w-]+)\s+/, '$1'))
  } catch (error) {
    if (people.includes(name)) throw error
    return [name, {}, 'text', value.replace(/\\([nN])/g, '\n').replace(/\\(.)/g, '$1')]
  }
}

/** Parses the lines of a block that are used. Errors in other lines do not matter. */
const contentOf = ({ lines }: CalendarBlock, warnings: string[], leaveOut: LeaveOut) => {
  const properties: Property[] = []
  const dated = new Map<string, Dated[]>()
  const rules = new Map<string, RecurrenceRule[]>()
  const seen = new Map<string, string>()
  let isRange = false
  const take = (line: number, text: string, found: NonNullable<ReturnType<typeof parseProperty>>) => {
    const { name, parameters, value } = found
    const left: LeaveOut = (what, reason) => leaveOut(what, reason, line)
    if (silent.test(name)) return
    const before = single.includes(name) ? seen.get(name) : undefined
    if (withoutPlace.test(name)) return left(partName(name), unsupportedReason)
    if (before !== undefined) {
      if (before !== value)
        left(`${partName(name)} ${firstCharacters(cleanLine(value), 100)}`, 'The event has two, and the first counts')
      return
    }
    if (value !== '') seen.set(name, value)
    if (/^(RRULE|EXRULE)$/.test(name)) {
      const rule = value.replace(/[\s;,]/g, '') === '' ? null : ruleOf(value, left)
      if (rule) rules.set(name, [...(rules.get(name) ?? []), rule])
    } else if (oneDate.includes(name) || /^(RDATE|EXDATE)$/.test(name)) {
      const range = name === 'RECURRENCE-ID' ? (parameters.get('RANGE') ?? '') : ''
      if (/^THISANDFUTURE$/i.test(range)) isRange = true
      else if (range !== '')
        left(`RANGE=${firstCharacters(cleanLine(range), 50)}`, 'It is not known, so only this date is changed')
      dated.set(name, [...(dated.get(name) ?? []), datedOf(name, found, left)])
    } else if (single.includes(name) || name === 'ATTENDEE') properties.push(parsed(name, text, value))
    else left(`${name} ${firstCharacters(cleanLine(value), 100)}`, 'This part of an event is not known')
  }
  for (const { line, text: written } of lines) {
    // RFC 6868 encodes quotes in a person's name.
    const text = /^(ATTENDEE|ORGANIZER)\b/i.test(written) ? written.replace(/(?<!\\)\\"/g, "^'") : written
    const found = parseProperty(text)
    if (!found) {
      warnings.push(`Line ${line} can’t be read and was ignored`)
      continue
    }
    try {
      take(line, text, found)
    } catch (error) {
      const reason = error instanceof UnreadableError ? error.message : `${partName(found.name)} can’t be read`
      if (needed.includes(found.name)) throw new UnreadableError(reason, line)
      warnings.push(`Line ${line} was ignored: ${reason}`)
    }
  }
  if (properties.length > datesLimit) throw new UnreadableError('It names too many dates or people')
  return { properties, dated, rules, isRange }
}

/** Maximum number of days; longer lengths are cut anyway. */
const mostDays = 40_000

/** Parses a `DURATION`, with a warning if it can’t be read. */
const lengthIn = (text: string, warnings: string[]): Length | null => {
  const [, sign, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] =
    /^([+-]?)PT?(?:(\d+)W)?(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(
      text.replace(/\s/g, '').toUpperCase(),
    ) ?? []
  if (sign === undefined || !/\d/.test(text)) {
    if (text !== '') warnings.push('Its length can’t be read')
    return null
  }
  const by = sign === '-' ? -1 : 1
  return {
    days: by * Math.min(Number(weeks) * 7 + Number(days), mostDays),
    seconds: by * ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)),
  }
}

/** Milliseconds by which a clock change can lengthen or shorten a day. */
const clockChange = 3_600_000

/**
 * True for an all-day event of Outlook. Outlook writes it from midnight to midnight, with a property of its own that
 * says so. In UTC, midnight is that of the author's zone.
 */
const isWholeDays = ({ lines }: CalendarBlock, dated: Map<string, Dated[]>) => {
  const clocks = [...dated.values()].flat().flatMap((one) => one.clocks)
  const [start, end] = ['DTSTART', 'DTEND'].map((name) => dated.get(name)?.[0]?.clocks[0]?.wall)
  const span = (end ?? 0) - (start ?? 0)
  const isSpan = span > clockChange && Math.abs(span - Math.round(span / dayMs) * dayMs) <= clockChange
  return (
    lines.some(({ text }) => /^X-MICROSOFT-CDO-ALLDAYEVENT\s*:\s*TRUE\s*$/i.test(text)) &&
    (isSpan || clocks.every(({ wall }) => wall % dayMs === 0))
  )
}

/** The date of a midnight: as written, else in the person's zone, else the nearest midnight. */
const dayFrom = ({ wall, zone }: Moment, floating: Zone): Moment => {
  const own = zone.name === null ? wall : floating.wall(zone.instant(wall))
  const day = wall % dayMs === 0 ? wall : own % dayMs === 0 ? own : Math.round(wall / dayMs) * dayMs
  return { wall: day, isDate: true, zone: floating }
}

const cut = (text: string, limit: number, what: string, warnings: string[]) => {
  if (countCharacters(text) > limit) warnings.push(`${what} is cut at ${grouped(limit)} characters`)
  return firstCharacters(text, limit)
}

const nameless = 'An event without a title'

/** Raw title of a block that cannot be parsed. */
export const rawTitle = ({ lines }: CalendarBlock) => {
  const line =
    lines.find(({ text }) => /^SUMMARY\s*[;:]/i.test(text)) ?? lines.find(({ text }) => /^UID\s*:/i.test(text))
  return firstCharacters(cleanLine(line?.text.replace(/^[^:]*:/, '') ?? ''), 100) || nameless
}

/** Tags that show that a text is HTML: closing tags, line breaks, or the start of a page. */
const isHtml =
  /<\/(p|div|span|a|b|i|u|em|strong|[ou]l|li|t[drh]|table|h[1-6]|font|pre|blockquote)\s*>|<(br|html|body)\b[^>]*>/i
const isDivided = /<(br|p|div|li|tr|body)\b[^>]*>/i

/** A description as plain text. HTML without block elements keeps its line breaks. */
const plainText = (text: string) => {
  if (!isHtml.test(text)) return text
  return htmlText(isDivided.test(text) ? text : text.replaceAll('\n', '<br>'))
}

/** Unescapes a value whose type the parser does not know. */
const unescaped = (text: string) => text.replace(/\\([nN,;\\])/g, (_, sign) => (/n/i.test(sign) ? '\n' : sign))

type Context = {
  zones: Zones
  floating: Zone
  own: string[]
  leaveOut: (line: number, what: string, reason: string) => void
}

/** Returns a function that finds the zone of a time. For an unknown zone it warns and uses the person's own. */
const zoneReader = (block: CalendarBlock, { zones, floating }: Context, warnings: Set<string>) => {
  const shown = (tzid: string) => firstCharacters(cleanLine(tzid), 100)
  return ({ clocks, tzid: named }: Dated): Moment[] =>
    clocks.map(({ isUtc, ...clock }) => {
      if (clock.isDate) return { ...clock, zone: floating }
      if (isUtc) return { ...clock, zone: utc }
      const tzid = named || block.zone
      if (tzid === '') return { ...clock, zone: floating }
      const { zone } = zones(block.calendar, tzid)
      if (!zone) warnings.add(`The time zone “${shown(tzid)}” is unknown, so its times are read in yours`)
      if (zone?.covers?.(clock.wall) === false)
        warnings.add(`The time zone “${shown(tzid)}” says nothing about its times, so its nearest rule is used`)
      return { ...clock, zone: zone ?? floating }
    })
}

/** Placeholder start of a cancellation, which may lack one. */
const unneededStart = ({ floating }: Context): Moment => ({ wall: 0, isDate: true, zone: floating })

const readEvent = (block: CalendarBlock, context: Context): ParsedEvent => {
  if (!block.isClosed) throw new UnreadableError('It has no end (END:VEVENT). The file may be cut off')
  const warnings: string[] = []
  const leaveOut: LeaveOut = (what, reason, line = block.line) => context.leaveOut(line, what, reason)
  const { properties, dated, rules, isRange } = contentOf(block, warnings, leaveOut)
  const ofZones = new Set<string>()
  const momentsIn = zoneReader(block, context, ofZones)
  const isDay = isWholeDays(block, dated)
  const moments = (name: string) =>
    (dated.get(name) ?? []).flatMap(momentsIn).map((one) => (isDay ? dayFrom(one, context.floating) : one))
  const first = (name: string) => properties.find(([one]) => one.toUpperCase() === name)
  const text = (name: string) => String(first(name)?.[3] ?? '')
  const [changes = null] = moments('RECURRENCE-ID')
  const isCancelled = /^CANCELLED$/i.test(text('STATUS').trim()) || block.method === 'CANCEL'
  const [start = changes ?? (isCancelled ? unneededStart(context) : null)] = moments('DTSTART')
  if (!start) throw new UnreadableError('It has no start (DTSTART)')
  const [last = null] = moments('DTEND')
  const end = last && last.zone.name === null ? { ...last, zone: start.zone } : last
  const title = cut(cleanLine(text('SUMMARY')), meetingTitleLimit, 'The title', warnings)
  const location = cleanLine(text('LOCATION'))
  const [words, html] = [text('DESCRIPTION'), unescaped(text('X-ALT-DESC'))].map((one) => cleanText(plainText(one)))
  const notes = [location && `Location: ${location}`, words || html].filter(Boolean).join('\n\n')
  const attendees = properties.filter(([name]) => name.toUpperCase() === 'ATTENDEE')
  const { invited, isDeclined } = invitedTo(attendees, first('ORGANIZER'), context.own, leaveOut)
  if (invited.length > attendeesLimit)
    warnings.push(`Of more than ${attendeesLimit} people, the first ${attendeesLimit} are imported`)
  if (changes && rules.size > 0) leaveOut('How a changed date repeats (RRULE)', 'Only the whole series can repeat')
  const [exceptDates, dates] = [moments('EXDATE'), moments('RDATE')]
  const length = lengthIn(text('DURATION'), warnings)
  const clock = dated.get('DTSTART')?.[0]?.clocks[0]
  const startText = clock?.isDate ? wallDate(clock.wall) : `${wallText(clock?.wall ?? 0)}${clock?.isUtc ? 'Z' : ''}`
  return {
    line: block.line,
    name: title || firstCharacters(cleanLine(text('UID')), 100) || nameless,
    uid: text('UID').trim() || `without-uid:${title}:${startText}`,
    version: [
      Math.min(Math.max(Math.trunc(Number(text('SEQUENCE'))) || 0, 0), 2 ** 31),
      text('DTSTAMP') + text('LAST-MODIFIED'),
    ],
    ...{ start, end, length, changes, isRange, dates, exceptDates },
    ...{ rules: rules.get('RRULE') ?? [], exceptRules: rules.get('EXRULE') ?? [] },
    title: title || 'Untitled meeting',
    preparation_notes: cut(notes, noteLimit, 'The description', warnings),
    invited: invited.slice(0, attendeesLimit),
    ...{ isCancelled, isDeclined },
    warnings: [...warnings, ...ofZones],
  }
}

/** Parses an event, or returns the reason why it is invalid. */
export const eventOf = (block: CalendarBlock, context: Context): ParsedEvent | Remark => {
  try {
    return readEvent(block, context)
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error
    return { line: error.line ?? block.line, name: rawTitle(block), message: error.message }
  }
}

/** Minutes in a day. Longer meetings are cut to it. */
const usualDay = 24 * 60

/** Converts a meeting's length from seconds to minutes; null without a valid length, with a warning. */
export const minutesOf = (seconds: number, warnings: string[]) => {
  if (seconds < 0) warnings.push('It ends before it begins, so it has no length')
  const minutes = Math.round(seconds / 60)
  if (minutes < durationLimits.min) return null
  if (minutes <= durationLimits.max) return minutes
  warnings.push(`It is longer than ${plural(usualDay / 60, 'hour')} and is cut there`)
  return usualDay
}
