import { isOwnUid } from '../../../lib/files/calendar-file'
import type { LeftOut } from '../../../lib/files/left-out'
import { grouped } from '../../../lib/text/format'
import { dayStart, localDateTime } from '../../../lib/time/days'
import { dayMs } from '../../../lib/time/units'
import { partName, splitCalendar } from './blocks'
import { eventOf, type Moment, type ParsedEvent, rawTitle } from './event'
import { resetSteps, wallDate, wallText } from './ical'
import type { ImportDates, OtherDate, ReadCalendar, ReadMeeting, Remark, Series } from './schema'
import {
  attempt,
  type Bounds,
  isRepeating,
  lengthOf,
  noDatesReason,
  type Occurrence,
  occurrencesOf,
  recurrenceOf,
  type SeriesEvent,
} from './series'
import { ianaZone, zonesOf } from './zones'

/** Margin in ms around the imported dates, which covers their days in every time zone. */
const twoDays = 2 * dayMs

type Reader = ImportDates & { time_zone: string /** The person's own email addresses. */; own: string[] }

const isReadable = <E extends ParsedEvent>(event: E | Remark): event is E => 'uid' in event

const isRemark = (event: SeriesEvent | Remark): event is Remark => 'message' in event

const isNewer = ({ version: [sequence, stamp] }: ParsedEvent, than: ParsedEvent) =>
  sequence - than.version[0] || (stamp < than.version[1] ? -1 : 1)

const idOfChange = ({ changes }: ParsedEvent) => (changes ? recurrenceOf(changes) : '')

/** The latest version of each event, and all older versions. */
const versionsOf = (events: SeriesEvent[]) => {
  const byId = new Map<string, SeriesEvent>()
  const older: SeriesEvent[] = []
  for (const event of events) {
    const known = byId.get(idOfChange(event))
    const isLater = !known || isNewer(event, known) >= 0
    if (isLater) byId.set(idOfChange(event), event)
    const other = isLater ? known : event
    if (other) older.push(other)
  }
  return { current: [...byId.values()], older }
}

const localTime = ({ wall, isDate, zone }: Moment, timeZone: string) => {
  if (isDate) return { date: wallDate(wall), time: null }
  if (zone.name === null) return { date: wallDate(wall), time: wallText(wall).slice(11, 16) }
  const { date, time } = localDateTime(zone.instant(wall), timeZone)
  return { date, time: time.slice(0, 5) }
}

/** Zone to show next to a time. Null for UTC, which programs write without meaning a place. */
const shownZone = ({ isDate, zone: { name } }: Moment, own: string) =>
  isDate || name === own || name === null || /^(Etc\/)?UTC$/.test(name) ? null : name

const meetingOf = (
  { source, start, recurrence, minutes = source.minutes }: Occurrence,
  { repeats, start: begins }: { repeats: boolean; start: string | null },
  { time_zone }: Reader,
): ReadMeeting => ({
  key: `${source.uid}#${recurrence}`,
  title: source.title,
  ...localTime(start, time_zone),
  duration_minutes: start.isDate ? null : minutes,
  preparation_notes: source.preparation_notes,
  invited: source.invited,
  zone: shownZone(start, time_zone),
  repeats,
  sequence: source.version[0],
  start: begins,
})

/** Reason why a readable event is not imported; null if it is. */
const skippedBecause = ({ isCancelled, isDeclined }: ParsedEvent) =>
  isCancelled ? 'It is cancelled' : isDeclined ? 'You declined it' : null

const skippedOf = (used: SeriesEvent[]) =>
  used.flatMap((source) => {
    const reason = skippedBecause(source)
    return reason === null ? [] : [remark(source, reason)]
  })

const warningsOf = (used: SeriesEvent[]) =>
  used
    .filter((source) => skippedBecause(source) === null)
    .flatMap((source) => source.warnings.map((message) => remark(source, message)))

const remark = ({ line, name }: Pick<ParsedEvent, 'line' | 'name'>, message: string): Remark => ({
  line,
  name,
  message,
})

/** Groups left-out parts by kind, with the first one's line. */
const byKind = (all: LeftOut[]) => {
  const kinds = new Map<string, LeftOut & { count: number }>()
  for (const one of all) {
    const key = `${one.what}\n${one.reason}`
    kinds.set(key, { ...one, ...kinds.get(key), count: (kinds.get(key)?.count ?? 0) + 1 })
  }
  const found = [...kinds.values()].toSorted((a, b) => a.line - b.line)
  return found.map(({ count, reason, ...one }) => ({
    ...one,
    reason: count > 1 ? `${reason} (${grouped(count)} times)` : reason,
  }))
}

/** Separates events with one UID that differ only in their start, so are no versions of each other. */
const apart = (group: SeriesEvent[]) => {
  const starts = new Set(group.map(({ start }) => recurrenceOf(start)))
  const versions = new Set(group.map(({ version }) => String(version)))
  const isApart = starts.size === group.length && versions.size === 1 && group.every(({ changes }) => !changes)
  if (group.length === 1 || !isApart) return [group]
  return group.map((source) => [{ ...source, uid: `${source.uid} ${recurrenceOf(source.start)}` }])
}

const byUid = (sources: SeriesEvent[]) => [...Map.groupBy(sources, ({ uid }) => uid).values()].flatMap(apart)

/** Meetings of an event with all of its changes, in the person's time zone. */
const meetingsOf = (
  first: SeriesEvent | undefined,
  changes: SeriesEvent[],
  bounds: Bounds,
  reader: Reader,
  unmatched?: Parameters<typeof occurrencesOf>[3],
) => {
  const repeats = changes.length > 0 || (first !== undefined && isRepeating(first))
  const series = { repeats, start: first ? recurrenceOf(first.start) : null }
  return occurrencesOf(first, changes, bounds, unmatched).map((one) => ({
    ...one,
    meeting: meetingOf(one, series, reader),
  }))
}

/** First date after the imported range. */
const nextOf = (found: ReturnType<typeof meetingsOf>, { to }: Reader) =>
  found
    .filter(({ source, meeting: { date } }) => date > to && skippedBecause(source) === null)
    .map(({ meeting: { date } }) => date)
    .sort()[0]

/** Days after the imported range in which the next date of a series is searched, one span after the other. */
const laterDays = [32, 400, 4_000]

/** Next date of a series after the range; undefined if none is found soon. */
const laterOf = (first: SeriesEvent, changes: SeriesEvent[], { to }: Bounds, reader: Reader) => {
  for (const days of laterDays) {
    const bounds = { from: to, to: to + days * dayMs }
    const done = attempt(() => nextOf(meetingsOf({ ...first, warnings: [] }, changes, bounds, reader), reader))
    if ('reason' in done || done.result) return 'result' in done ? done.result : undefined
  }
}

const orderOf = ({ date, time }: ReadMeeting) => `${date} ${time ?? ''}`

const otherDate = (source: ParsedEvent, { zone, invited, preparation_notes, ...meeting }: ReadMeeting): OtherDate => ({
  ...meeting,
  why: source.isCancelled ? 'cancelled' : source.isDeclined ? 'declined' : 'outside',
})

const seriesOf = ({ line, name, uid, start }: SeriesEvent, all: SeriesEvent[]): Series => ({
  line,
  name,
  uid,
  start: recurrenceOf(start),
  sequence: Math.max(...all.map(({ version: [sequence] }) => sequence)),
})

const byLine = (remarks: Remark[]) => remarks.toSorted((a, b) => a.line - b.line)

/** True for a reply to an invitation (RFC 5546). The meeting itself comes from its organizer. */
const isReply = (method: string) => /^(REPLY|COUNTER|REFRESH|DECLINECOUNTER)$/.test(method)

type LeaveOut = (line: number, what: string, reason: string) => void

const readEvents = (sources: SeriesEvent[], reader: Reader, leaveOut: LeaveOut) => {
  const edge = (date: string) => dayStart(date, { time_zone: reader.time_zone, day_start_minute: 0 })
  const bounds = { from: edge(reader.from) - twoDays, to: edge(reader.to) + 2 * twoDays }
  const meetings = new Map<string, ReadMeeting>()
  const others: OtherDate[] = []
  const series: Series[] = []
  const refused: Remark[] = []
  const emptied: Remark[] = []
  const later: (() => string | undefined)[] = []
  const used = new Set<SeriesEvent>()
  let outside = 0
  const unmatched = (source: SeriesEvent, what: string, { wall, isDate }: Moment) => {
    const date = isDate ? wallDate(wall) : wallText(wall).replace('T', ' ').slice(0, 16)
    if (what === 'EXDATE') leaveOut(source.line, `${partName(what)} ${date}`, 'The event isn’t on that date anyway')
    else source.warnings.push(`It changes ${date}, which its series does not have, and is added beside it`)
  }
  const isWithin = ({ date }: ReadMeeting) => date >= reader.from && date <= reader.to
  for (const group of byUid(sources)) {
    const { current, older } = versionsOf(group)
    for (const event of older) refused.push(remark(event, 'The file has a newer version of it, with the same UID'))
    const first = current.find((event) => idOfChange(event) === '')
    const changes = current.filter((event) => event !== first)
    const done = attempt(() => meetingsOf(first, changes, bounds, reader, unmatched))
    if ('reason' in done) refused.push(...[first ?? current[0] ?? []].flat().map((event) => remark(event, done.reason)))
    const found = 'result' in done ? done.result : []
    const isEmpty = first && changes.length === 0 ? noDatesReason(first) : null
    if (first && isEmpty) emptied.push(remark(first, isEmpty))
    else if ('result' in done && !found.some(({ meeting }) => isWithin(meeting))) outside += 1
    const next = nextOf(found, reader)
    if (next) later.push(() => next)
    else if (first && isRepeating(first) && !isEmpty) later.push(() => laterOf(first, changes, bounds, reader))
    if ('result' in done && first) series.push(seriesOf(first, current))
    for (const { source, meeting } of found) {
      if (isWithin(meeting)) used.add(source)
      if (isWithin(meeting) && skippedBecause(source) === null) meetings.set(meeting.key, meeting)
      else others.push(otherDate(source, meeting))
    }
  }
  // Computed last, with the remaining steps of the file. Without enough steps the later dates are not reported.
  const dates = later.flatMap((next) => next() ?? []).sort()
  return {
    meetings: [...meetings.values()],
    others,
    series,
    refused,
    used: [...used],
    emptied,
    outside,
    later: dates.length,
    next_date: dates[0] ?? null,
  }
}

/**
 * Reads the meetings in a calendar file between two local dates, in the person's time zone. Returns a problem if the
 * file is no calendar. Invalid events are reported; the others are imported.
 */
export const readCalendar = (text: string, reader: Reader): ReadCalendar | { problem: string } => {
  const { blocks, isCalendar, leftOut } = splitCalendar(text)
  const all = blocks.filter(({ name }) => name === 'vevent')
  if (!isCalendar && all.length === 0) {
    return { problem: 'This isn’t a calendar (.ics): it has no line BEGIN:VCALENDAR.' }
  }
  if (all.length === 0) return { problem: 'The calendar has no events.' }
  resetSteps()
  const [answers, events] = [true, false].map((isAnswer) => all.filter(({ method }) => isAnswer === isReply(method)))
  for (const block of answers ?? []) {
    leftOut.push({ line: block.line, what: rawTitle(block), reason: `It answers an invitation (${block.method})` })
  }
  for (const { line, name, ...block } of blocks) {
    if (name === 'vevent' || name === 'vtimezone') continue
    leftOut.push({
      line,
      what: rawTitle({ line, name, ...block }),
      reason: `It is ${partName(name.toUpperCase())}, not an event`,
    })
  }
  const leaveOut: LeaveOut = (line, what, reason) => leftOut.push({ line, what, reason })
  const floating = { ...ianaZone(reader.time_zone), name: null }
  const context = { zones: zonesOf(blocks), floating, own: reader.own, leaveOut }
  const read = (events ?? []).map((block) => {
    const done = attempt(() => {
      const event = eventOf(block, context)
      return isReadable(event) ? { ...event, minutes: lengthOf(event) } : event
    })
    return 'reason' in done ? { line: block.line, name: rawTitle(block), message: done.reason } : done.result
  })
  const foreign = read.filter(isReadable).filter(({ uid, line }) => {
    if (isOwnUid(uid)) leaveOut(line, 'Events of Daymark', 'They are here already')
    return !isOwnUid(uid)
  })
  const found = readEvents(foreign, reader, leaveOut)
  const { meetings, series, refused, used, emptied, outside, later, next_date } = found
  return {
    meetings: meetings.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)),
    others: found.others,
    series,
    dates: { from: reader.from, to: reader.to },
    refused: byLine([...read.filter(isRemark), ...refused]),
    skipped: byLine([...skippedOf(used), ...emptied]),
    warnings: byLine(warningsOf(used)),
    left_out: byKind(leftOut),
    outside,
    later,
    next_date,
  }
}
