import windowsZones from 'cldr-core/supplemental/windowsZones.json'
import { isTimeZone, localDateTime, memoize, wallTime, zoneId } from '../../../lib/time/days'
import { dayMs } from '../../../lib/time/units'
import type { CalendarBlock } from './blocks'
import { clockOf, type IcalTime, offsetOf, parseProperty, wallDate, wallText } from './ical'
import { type RecurrenceRule, ruleOf, timesOf } from './rules'

/** Converts wall-clock times (`Clock`) to instants and back, both in epoch ms. */
export type Zone = {
  /** Null for the person's own zone, used for times without a zone. */
  name: string | null
  instant: (wall: number) => number
  wall: (instant: number) => number
  /** False for a time that the zone's description does not cover. */
  covers?: (wall: number) => boolean
}

/** An IANA zone. Times that clocks skip or repeat are resolved as in RFC 5545, 3.3.5. */
export const ianaZone = (name: string): Zone => {
  const zone = { time_zone: zoneId(name), day_start_minute: 0 }
  return {
    name: zone.time_zone,
    instant: (wall) => wallTime(wallDate(wall), wallText(wall).slice(11), zone),
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

/** IANA zones by Windows name in lower case, and by city. */
const windows = new Map<string, string>()
const cities = new Map<string, string>()
for (const { mapZone } of windowsZones.supplemental.windowsZones.mapTimezones) {
  const zones = mapZone._type.split(' ').filter(Boolean)
  if (mapZone._territory === '001') windows.set(mapZone._other.toLowerCase(), zones[0] ?? '')
  for (const zone of zones) cities.set(zone.replace(/^.*\//, '').replaceAll('_', ' ').toLowerCase(), zone)
}

/** Finds the name of an IANA zone in a text such as `/example.org/2005/Europe/Berlin`. */
const namedIn = (text: string) => {
  const ends = [...text.matchAll(/[\w.+-]+(?:\/[\w.+-]+)+/g)].flatMap(([path]) => {
    const parts = path.split('/').slice(-3)
    return parts.map((_, index) => parts.slice(index).join('/')).filter((end) => end.includes('/'))
  })
  return [text, ...ends].find(isTimeZone) ?? null
}

/** Winter offset of a zone in 2025. */
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

/** Abbreviations that are not IANA names, with the zone whose clock changes they imply. */
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

/** Finds a zone by its name alone. */
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

/** A clock change: the wall-clock time before it, and the offsets before and after in ms. */
type Onset = { wall: number; before: number; after: number }

/** Changes of one kind, such as all changes to summer time. */
type Observance = Omit<Onset, 'wall'> & { starts: number[]; rules: RecurrenceRule[] }

/** Changes of one kind in the two years or so before the end of a year. */
const onsetsIn = ({ starts, rules, ...offsets }: Observance, end: number): Onset[] => {
  const listed = starts.filter((wall) => wall < end)
  const ruled = rules.flatMap((rule) => {
    const until = rule.until ? rule.until.wall + (rule.until.isUtc ? offsets.before : 0) : end
    const to = Math.min(end, until)
    return [...timesOf(rule, Math.min(...starts), to - 800 * dayMs, to)]
  })
  return [...listed, ...ruled].map((wall) => ({ wall, ...offsets }))
}

/** Parses a rule for clock changes. Rules more frequent than monthly are ignored. */
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
      const line = parseProperty(text)
      return line?.name === name ? [line.value] : []
    })
  const after = offsetOf(values('TZOFFSETTO')[0])
  const before = offsetOf(values('TZOFFSETFROM')[0]) ?? after
  const dates = [...values('DTSTART'), ...values('RDATE')].flatMap((value) => value.split(','))
  const starts = dates.map(clockOf).filter((one): one is IcalTime => one !== null)
  if (before === null || after === null || starts.length === 0) return []
  const rules = values('RRULE').flatMap(changeRule)
  return [{ before, after, rules, starts: starts.map(({ wall, isUtc }) => wall + (isUtc ? before : 0)) }]
}

/** Zone described in the file (VTIMEZONE); null for an empty description. */
const describedZone = (name: string, lines: CalendarBlock['lines']): Zone | null => {
  const observances: Observance[] = []
  let open: string[] = []
  for (const { text } of lines) {
    const { name: mark, value = '' } = parseProperty(text) ?? {}
    if (!/^(STANDARD|DAYLIGHT)$/i.test(value.trim())) open.push(text)
    else if (mark === 'BEGIN') open = []
    else if (mark === 'END') observances.push(...observanceOf(open))
  }
  const onsetsOf = memoize(1_000, (year: number) =>
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

/** False for an abbreviation such as `EST`, whose IANA zone has no summer time. The file may describe another zone. */
const isClear = (name: string) => name.includes('/') || /^(UTC|GMT)$/i.test(name)

/**
 * Returns a function that finds the zones of a calendar file; null for an unknown zone. An IANA name takes precedence
 * over the file's description. The calendar's own description takes precedence over other calendars'.
 */
export const zonesOf = (blocks: CalendarBlock[]) => {
  const described = new Map<string, Zone | null>()
  for (const { name, lines, calendar } of blocks) {
    if (name !== 'vtimezone') continue
    const parts = lines.map(({ text }) => parseProperty(text))
    const value = (wanted: string) =>
      (parts.find((line) => line?.name === wanted)?.value ?? '').replaceAll('"', '').trim()
    const tzid = value('TZID')
    const place = namedIn(value('X-LIC-LOCATION')) ?? (tzid.includes('/') ? namedIn(tzid) : null)
    const zone = place !== null ? ianaZone(place) : describedZone(tzid, lines)
    if (tzid !== '' && zone) described.set(tzid.toLowerCase(), zone).set(`${calendar} ${tzid}`, zone)
  }
  const found = memoize(10_000, (key: string): { zone: Zone | null } => {
    const name = key.slice(key.indexOf(' ') + 1)
    if (isClear(name) && isTimeZone(name)) return { zone: ianaZone(name) }
    return { zone: described.get(key) ?? described.get(name.toLowerCase()) ?? byName(name) }
  })
  return (calendar: number, tzid: string) => found(`${calendar} ${tzid.replaceAll('"', '').trim()}`)
}
export type Zones = ReturnType<typeof zonesOf>
