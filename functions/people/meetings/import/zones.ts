import windowsZones from 'cldr-core/supplemental/windowsZones.json'
import { isTimeZone, localDateTime, remembered, wallTime, zoneId } from '../../../lib/time/days'
import { dayMs } from '../../../lib/time/units'
import type { Block } from './blocks'
import { type Clock, clockOf, dateText, lineOf, offsetOf, wallText } from './ical'
import { type RecurrenceRule, ruleOf, timesOf } from './rules'

/** Converts what clocks show (`Clock`) to an instant and back, both in epoch ms. */
export type Zone = {
  /** Null for the person’s own, in which times without a zone are read. */
  name: string | null
  instant: (wall: number) => number
  wall: (instant: number) => number
  /** False for a time that the zone’s description says nothing about. */
  covers?: (wall: number) => boolean
}

/** A zone of IANA’s. A time that clocks skip or show twice is as RFC 5545 (3.3.5) reads it. */
export const ianaZone = (name: string): Zone => {
  const zone = { time_zone: zoneId(name), day_start_minute: 0 }
  return {
    name: zone.time_zone,
    instant: (wall) => wallTime(dateText(wall), wallText(wall).slice(11), zone),
    wall: (instant) => {
      const { date, time } = localDateTime(instant, zone.time_zone)
      return Date.parse(`${date}T${time}Z`)
    },
  }
}

export const utc = ianaZone('UTC')

const fixedZone = (name: string, offset: number): Zone => ({
  name,
  instant: (wall) => wall - offset,
  wall: (instant) => instant + offset,
})

/** IANA zones by Windows names in lower case, and by city names. */
const windows = new Map<string, string>()
const cities = new Map<string, string>()
for (const { mapZone } of windowsZones.supplemental.windowsZones.mapTimezones) {
  const zones = mapZone._type.split(' ').filter(Boolean)
  if (mapZone._territory === '001') windows.set(mapZone._other.toLowerCase(), zones[0] ?? '')
  for (const zone of zones) cities.set(zone.replace(/^.*\//, '').replaceAll('_', ' ').toLowerCase(), zone)
}

/** IANA’s name of a zone in a text, as in `/example.org/2005/Europe/Berlin`. */
const namedIn = (text: string) => {
  const ends = [...text.matchAll(/[\w.+-]+(?:\/[\w.+-]+)+/g)].flatMap(([path]) => {
    const parts = path.split('/').slice(-3)
    return parts.map((_, index) => parts.slice(index).join('/')).filter((end) => end.includes('/'))
  })
  return [text, ...ends].find(isTimeZone) ?? null
}

/** Offset of a zone’s winter, of the year in which the table was made. */
const standardOffset = (name: string) => {
  const { instant } = ianaZone(name)
  return Math.min(...[Date.UTC(2025, 0, 15), Date.UTC(2025, 6, 15)].map((wall) => wall - instant(wall)))
}

const offsetPattern = /^\(?\s*(?:UTC|GMT|Z)?\s*([+-])\s*(\d{1,2}):?([0-5]\d)?(?::?\d\d)?(?:\s*\)\s*(.*)|\s*)$/i

/**
 * Zone of a display name such as `(UTC+01:00) Amsterdam, Berlin`: by a city or a Windows name with a matching offset, else by
 * the offset.
 */
const shownZone = (text: string): Zone | null => {
  const [, sign, hours, minutes = '00', places = text] =
    offsetPattern.exec(text.replace(/^\(\s*(UTC|GMT)\s*\)/i, '($1+00:00)')) ?? []
  const offset = hours ? (sign === '-' ? -60_000 : 60_000) * (Number(hours) * 60 + Number(minutes)) : null
  const names = places
    .toLowerCase()
    .replace(/\(.*?\)/g, '')
    .split(/[,;:/]|\band\b|&/)
  const zones = names.flatMap((name) => [
    cities.get(name.trim()) ?? [],
    windows.get(`${name.trim().replace(/ time$/, '')} standard time`) ?? [],
  ])
  const place = zones.flat().find((zone) => offset === null || standardOffset(zone) === offset)
  if (place) return ianaZone(place)
  return offset === null || Number(hours) > 14
    ? null
    : fixedZone(`UTC${sign}${hours?.padStart(2, '0')}:${minutes}`, offset)
}

/** Short names of zones that are no names of IANA’s, each with its clock changes. */
const shortNames = new Map(
  Object.entries({
    PST: 'America/Los_Angeles',
    PDT: 'America/Los_Angeles',
    MDT: 'America/Denver',
    CDT: 'America/Chicago',
    EDT: 'America/New_York',
    CEST: 'Europe/Paris',
    AEST: 'Australia/Sydney',
    AEDT: 'Australia/Sydney',
  }),
)

/** A zone by a name that nothing describes. */
const byName = (name: string): Zone | null => {
  if (/^(Z|Zulu|Coordinated Universal Time)$/i.test(name)) return utc
  const iana = namedIn(name) ?? shortNames.get(name.toUpperCase()) ?? null
  if (iana !== null) return ianaZone(iana)
  const short = name
    .replace(/^.*\//, '')
    .replace(/ daylight time/i, ' Standard Time')
    .trim()
  const ofWindows =
    windows.get(short.toLowerCase()) ?? windows.get(short.replace(/[\s_-]*\(?\d+\)?$/, '').toLowerCase())
  return ofWindows ? ianaZone(ofWindows) : isTimeZone(short) ? ianaZone(short) : shownZone(name)
}

/** When clocks change, as they show it before, and the offsets before and after in ms. */
type Onset = { wall: number; before: number; after: number }

/** The changes of a kind, such as those to summer time. */
type Observance = Omit<Onset, 'wall'> & { starts: number[]; rules: RecurrenceRule[] }

/** The last changes of a kind until the end of a year. */
const onsetsIn = ({ starts, rules, ...offsets }: Observance, end: number): Onset[] => {
  const listed = starts.filter((wall) => wall < end)
  const ruled = rules.flatMap((rule) => {
    const until = rule.until ? rule.until.wall + (rule.until.isUtc ? offsets.before : 0) : end
    const to = Math.min(end, until)
    return [...timesOf(rule, Math.min(...starts), to - 800 * dayMs, to)]
  })
  return [...listed, ...ruled].map((wall) => ({ wall, ...offsets }))
}

/** A rule by which clocks change; none that would do so more often than they do. */
const changeRule = (text: string) => {
  try {
    const rule = ruleOf(text, () => {})
    return rule && /^(YEAR|MONTH)LY$/.test(rule.frequency) ? [rule] : []
  } catch {
    return []
  }
}

const observanceOf = (lines: string[]): Observance[] => {
  const values = (name: string) =>
    lines.flatMap((text) => {
      const line = lineOf(text)
      return line?.name === name ? [line.value] : []
    })
  const after = offsetOf(values('TZOFFSETTO')[0])
  const before = offsetOf(values('TZOFFSETFROM')[0]) ?? after
  const dates = [...values('DTSTART'), ...values('RDATE')].flatMap((value) => value.split(','))
  const starts = dates.map(clockOf).filter((one): one is Clock => one !== null)
  if (before === null || after === null || starts.length === 0) return []
  const rules = values('RRULE').flatMap(changeRule)
  return [{ before, after, rules, starts: starts.map(({ wall, isUtc }) => wall + (isUtc ? before : 0)) }]
}

/** A zone as a file describes it (VTIMEZONE); null for one that says nothing. */
const describedZone = (name: string, lines: Block['lines']): Zone | null => {
  const observances: Observance[] = []
  let open: string[] = []
  for (const { text } of lines) {
    const { name: mark, value = '' } = lineOf(text) ?? {}
    if (!/^(STANDARD|DAYLIGHT)$/i.test(value.trim())) open.push(text)
    else if (mark === 'BEGIN') open = []
    else if (mark === 'END') observances.push(...observanceOf(open))
  }
  const onsetsOf = remembered(1_000, (year: number) =>
    observances.flatMap((one) => onsetsIn(one, Date.UTC(year + 1, 0, 1))).sort((a, b) => a.wall - b.wall),
  )
  const onsetAt = (wall: number) =>
    onsetsOf(new Date(wall).getUTCFullYear()).findLast((one) => wall >= one.wall + Math.max(0, one.after - one.before))
  const first = observances.toSorted((a, b) => Math.min(...a.starts) - Math.min(...b.starts))[0]
  if (!first) return null
  const offsets = [...new Set(observances.flatMap(({ before, after }) => [before, after]))]
  const instant = (wall: number) => wall - (onsetAt(wall)?.after ?? first.before)
  return {
    name,
    instant,
    wall: (time) => time + (offsets.find((offset) => instant(time + offset) === time) ?? first.after),
    covers: (wall) => {
      const onset = onsetAt(wall)
      const isOnly = offsets.length === 1 || observances.length === 1
      return onset !== undefined && (isOnly || wall - onset.wall < 400 * dayMs)
    },
  }
}

/** A short name such as `EST` is that of a zone without summer time, which a file that describes one may not mean. */
const isClear = (name: string) => name.includes('/') || /^(UTC|GMT)$/i.test(name)

/**
 * Resolves the zones of a calendar file; null for an unknown zone. An IANA name is that zone, whatever the file describes. A
 * calendar's own description takes precedence over those of other calendars.
 */
export const zonesOf = (blocks: Block[]) => {
  const described = new Map<string, Zone | null>()
  for (const { name, lines, calendar } of blocks) {
    if (name !== 'vtimezone') continue
    const parts = lines.map(({ text }) => lineOf(text))
    const value = (wanted: string) =>
      (parts.find((line) => line?.name === wanted)?.value ?? '').replaceAll('"', '').trim()
    const tzid = value('TZID')
    const place = namedIn(value('X-LIC-LOCATION')) ?? (tzid.includes('/') ? namedIn(tzid) : null)
    const zone = place !== null ? ianaZone(place) : describedZone(tzid, lines)
    if (tzid !== '' && zone) described.set(tzid.toLowerCase(), zone).set(`${calendar} ${tzid}`, zone)
  }
  const found = remembered(10_000, (key: string): { zone: Zone | null } => {
    const name = key.slice(key.indexOf(' ') + 1)
    if (isClear(name) && isTimeZone(name)) return { zone: ianaZone(name) }
    return { zone: described.get(key) ?? described.get(name.toLowerCase()) ?? byName(name) }
  })
  return (calendar: number, tzid: string) => found(`${calendar} ${tzid.replaceAll('"', '').trim()}`)
}
export type Zones = ReturnType<typeof zonesOf>
