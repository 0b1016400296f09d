import { dayStart, localDateTime } from '../../../lib/days'
import { grouped } from '../../../lib/format'
import type { LeftOut } from '../../../lib/left-out'
import { blocksOf } from './blocks'
import { type Event, eventOf, type Moment, rawTitle } from './event'
import { beginFile, dateText, wallText } from './ical'
import type { Dates, OtherDate, ReadCalendar, ReadMeeting, Remark, Series } from './schema'
import {
  attempt,
  type Bounds,
  isRepeating,
  lengthOf,
  type Occurrence,
  occurrencesOf,
  recurrenceOf,
  type Source,
} from './series'
import { ianaZone, zonesOf } from './zones'

/** Milliseconds around the dates of an import in which the day of a time can be one of them, in any zone. */
const twoDays = 2 * 86_400_000

type Reader = Dates & { time_zone: string /** Addresses of the person, who is nobody to invite. */; own: string[] }

const isReadable = <E extends Event>(event: E | Remark): event is E => 'uid' in event

const isRemark = (event: Source | Remark): event is Remark => 'message' in event

const isNewer = ({ version: [sequence, stamp] }: Event, than: Event) =>
  sequence - than.version[0] || (stamp < than.version[1] ? -1 : 1)

const idOfChange = ({ changes }: Event) => (changes ? recurrenceOf(changes) : '')

/** The latest version of each event, and the others. */
const versionsOf = (events: Source[]) => {
  const byId = new Map<string, Source>()
  const older: Source[] = []
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
  if (isDate) return { date: dateText(wall), time: null }
  if (zone.name === null) return { date: dateText(wall), time: wallText(wall).slice(11, 16) }
  const { date, time } = localDateTime(zone.instant(wall), timeZone)
  return { date, time: time.slice(0, 5) }
}

/** The zone to name beside a time: none for one in UTC, which is nobody's. */
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
  ...{ repeats, sequence: source.version[0], start: begins },
})

/** Why an event does not come in though it can be read. */
const skippedBecause = ({ isCancelled, isDeclined }: Event) =>
  isCancelled ? 'It is cancelled' : isDeclined ? 'You declined it' : null

const skippedOf = (used: Source[]) =>
  used.flatMap((source) => {
    const reason = skippedBecause(source)
    return reason === null ? [] : [remark(source, reason)]
  })

const warningsOf = (used: Source[]) =>
  used
    .filter((source) => skippedBecause(source) === null)
    .flatMap((source) => source.warnings.map((message) => remark(source, message)))

const remark = ({ line, name }: Pick<Event, 'line' | 'name'>, message: string): Remark => ({ line, name, message })

/** Each kind of what is left out, once, with the line of the first. */
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

const byUid = (sources: Source[]) => {
  const groups = new Map<string, Source[]>()
  for (const source of sources) groups.set(source.uid, [...(groups.get(source.uid) ?? []), source])
  return [...groups.values()]
}

/** The dates of one event with all of its changes, at the person's own time. */
const meetingsOf = (first: Source | undefined, changes: Source[], bounds: Bounds, reader: Reader) => {
  const repeats = changes.length > 0 || (first !== undefined && isRepeating(first))
  const series = { repeats, start: first ? recurrenceOf(first.start) : null }
  return occurrencesOf(first, changes, bounds).map((one) => ({ ...one, meeting: meetingOf(one, series, reader) }))
}

const orderOf = ({ date, time }: ReadMeeting) => `${date} ${time ?? ''}`

const otherDate = (source: Event, { zone, invited, preparation_notes, ...meeting }: ReadMeeting): OtherDate => ({
  ...meeting,
  why: source.isCancelled ? 'cancelled' : source.isDeclined ? 'declined' : 'outside',
})

const seriesOf = ({ line, name, uid, start }: Source, all: Source[]): Series => ({
  ...{ line, name, uid, start: recurrenceOf(start) },
  sequence: Math.max(...all.map(({ version: [sequence] }) => sequence)),
})

const byLine = (remarks: Remark[]) => remarks.toSorted((a, b) => a.line - b.line)

const readEvents = (sources: Source[], reader: Reader) => {
  const edge = (date: string) => dayStart(date, { time_zone: reader.time_zone, day_start_minute: 0 })
  const bounds = { from: edge(reader.from) - twoDays, to: edge(reader.to) + 2 * twoDays }
  const meetings = new Map<string, ReadMeeting>()
  const others: OtherDate[] = []
  const series: Series[] = []
  const refused: Remark[] = []
  const used = new Set<Source>()
  let outside = 0
  const isWithin = ({ date }: ReadMeeting) => date >= reader.from && date <= reader.to
  for (const group of byUid(sources)) {
    const { current, older } = versionsOf(group)
    for (const event of older) refused.push(remark(event, 'Another event in the file has its UID and is newer'))
    const first = current.find((event) => idOfChange(event) === '')
    const changes = current.filter((event) => event !== first)
    const done = attempt(() => meetingsOf(first, changes, bounds, reader))
    if ('reason' in done) refused.push(...[first ?? current[0] ?? []].flat().map((event) => remark(event, done.reason)))
    const found = 'result' in done ? done.result : []
    if ('result' in done && !found.some(({ meeting }) => isWithin(meeting))) outside += 1
    if ('result' in done && first) series.push(seriesOf(first, current))
    for (const { source, meeting } of found) {
      if (isWithin(meeting)) used.add(source)
      if (isWithin(meeting) && skippedBecause(source) === null) meetings.set(meeting.key, meeting)
      else others.push(otherDate(source, meeting))
    }
  }
  return { meetings: [...meetings.values()], others, series, refused, used: [...used], outside }
}

/**
 * Reads the meetings of a calendar file between two local dates, at the person's own time; a problem where it is none. An
 * event that cannot be read is named, and the others come in.
 */
export const readCalendar = (text: string, reader: Reader): ReadCalendar | { problem: string } => {
  const { blocks, isCalendar, leftOut } = blocksOf(text)
  const events = blocks.filter(({ name }) => name === 'vevent')
  if (!isCalendar && events.length === 0) {
    return { problem: 'This isn’t a calendar (.ics): it has no line BEGIN:VCALENDAR.' }
  }
  if (events.length === 0) return { problem: 'The calendar has no events.' }
  beginFile()
  for (const { line, name, ...block } of blocks) {
    if (name === 'vevent' || name === 'vtimezone') continue
    leftOut.push({ line, what: rawTitle({ line, name, ...block }), reason: `A ${name.toUpperCase()} is no event` })
  }
  const context = {
    zones: zonesOf(blocks),
    floating: { ...ianaZone(reader.time_zone), name: null },
    own: reader.own,
    leaveOut: (line: number, what: string, reason: string) => leftOut.push({ line, what, reason }),
  }
  const read = events.map((block) => {
    const done = attempt(() => {
      const event = eventOf(block, context)
      return isReadable(event) ? { ...event, minutes: lengthOf(event) } : event
    })
    return 'reason' in done ? { line: block.line, name: rawTitle(block), message: done.reason } : done.result
  })
  const { meetings, others, series, refused, used, outside } = readEvents(read.filter(isReadable), reader)
  return {
    meetings: meetings.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)),
    ...{ others, series, dates: { from: reader.from, to: reader.to } },
    refused: byLine([...read.filter(isRemark), ...refused]),
    skipped: byLine(skippedOf(used)),
    warnings: byLine(warningsOf(used)),
    left_out: byKind(leftOut),
    outside,
  }
}
