import { duration } from '../../lib/text/format'
import { addDays, dayLengthSeconds, dayStart, type Zone } from '../../lib/time/days'
import { zoneWords } from '../../time/sessions/words'
import { clockSeconds } from './lane'

/** Instants in epoch ms. */
export type EpochRange = { from: number; to: number }

/** A span of a day, with the zone in force. */
export type ZoneSpan = EpochRange & { zone: Zone }

type Stretch = ZoneSpan & { isGap: boolean }

export const isSameZone = (one: Zone, other: Zone) =>
  one.time_zone === other.time_zone && one.day_start_minute === other.day_start_minute

/** Span of a date in a zone: from its start to the start of the next date. */
export const dateRange = (date: string, zone: Zone): EpochRange => ({
  from: dayStart(date, zone),
  to: dayStart(addDays(date, 1), zone),
})

export const clampInstant = (instant: number, { from, to }: EpochRange) => Math.min(Math.max(instant, from), to)

const zoneAt = (busy: ZoneSpan[], { from, to }: EpochRange): { zone: Zone; isGap: boolean } | null => {
  const here = busy.findLast((span) => span.from <= from && to <= span.to && span.from < span.to)
  if (here) return { zone: here.zone, isGap: false }
  const before = busy.filter((span) => span.to <= from)
  const last = before.reduce<ZoneSpan | undefined>((one, other) => (one && one.to > other.to ? one : other), undefined)
  return last ? { zone: last.zone, isGap: true } : null
}

/** Cuts a gap where the date ends in the preceding zone. After that only the following zone can still have the date. */
const cutGap = (date: string, { from, to }: EpochRange, before: Zone, after: Zone): Stretch[] => {
  const cut = clampInstant(dateRange(date, before).to, { from, to })
  return [
    { from, to: cut, zone: before, isGap: true },
    { from: cut, to, zone: after, isGap: true },
  ].filter((part) => part.from < part.to)
}

const stretchesBetween = (date: string, busy: ZoneSpan[]): Stretch[] => {
  const instants = [...new Set(busy.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b)
  return instants.flatMap((to, index) => {
    const from = instants[index - 1]
    const found = from === undefined ? null : zoneAt(busy, { from, to })
    if (from === undefined || !found) return []
    if (!found.isGap) return [{ from, to, ...found }]
    const next = busy.find((span) => span.from === to)
    return cutGap(date, { from, to }, found.zone, next?.zone ?? found.zone)
  })
}

const merge = (spans: ZoneSpan[]) => {
  const merged: ZoneSpan[] = []
  for (const { from, to, zone } of spans) {
    if (from === to && merged.length > 0) continue
    const last = merged.at(-1)
    if (last && isSameZone(last.zone, zone)) last.to = to
    else merged.push({ from, to, zone })
  }
  return merged
}

/**
 * Span of a date in the zones of its sessions: from its start in the first zone to its end in the last one, up to 43
 * hours from Tokyo to Honolulu. A gap has the zone of the preceding session, or of the next one once the date has ended
 * in the former. A gap is cut to the date in its zone, so that a session that fills it counts on that date. @param busy
 * sessions and other spans with a zone, sorted by start @param zone used for a date without sessions
 */
export const dayRange = (
  date: string,
  busy: ZoneSpan[],
  zone: Zone,
): EpochRange & { zones: ZoneSpan[]; gaps: ZoneSpan[] } => {
  const [first] = busy
  if (!first) {
    const span = dateRange(date, zone)
    return { ...span, zones: [{ ...span, zone }], gaps: [] }
  }
  const ends = Math.max(...busy.map(({ to }) => to))
  const last = busy.findLast(({ to }) => to === ends) ?? first
  const from = Math.min(first.from, dateRange(date, first.zone).from)
  const to = Math.max(ends, dateRange(date, last.zone).to)
  const stretches = stretchesBetween(date, busy)
  const edges = { before: { from, to: first.from, zone: first.zone }, after: { from: ends, to, zone: last.zone } }
  return {
    from,
    to,
    zones: merge([edges.before, ...stretches, edges.after]),
    gaps: stretches.flatMap(({ isGap, ...gap }) => {
      const inZone = dateRange(date, gap.zone)
      const span = { from: clampInstant(gap.from, inZone), to: clampInstant(gap.to, inZone) }
      return isGap && span.from < span.to ? [{ ...gap, ...span }] : []
    }),
  }
}

/** Instants at which the time zone changes. */
export const clockChanges = (zones: ZoneSpan[]) =>
  zones.flatMap(({ from, zone: { time_zone } }, index) => {
    const before = zones[index - 1]?.zone.time_zone
    return before === undefined || before === time_zone ? [] : [{ at: from, time_zone }]
  })

/**
 * Changes of zone on a date: minutes since midnight on the new clock, and a label with the difference to the old one:
 * `Azores time, −1h`. @param first zone of the date
 */
export const marksOf = (date: string, changes: ReturnType<typeof clockChanges>, first: string) =>
  changes.map(({ at, time_zone: zone }, index) => {
    const seconds = clockSeconds(at, date, zone)
    const ahead = seconds - clockSeconds(at, date, changes[index - 1]?.time_zone ?? first)
    const shift = ahead === 0 ? [] : `${ahead < 0 ? '−' : '+'}${duration(Math.abs(ahead))}`
    return { minutes: Math.floor(seconds / 60), zone, words: [zoneWords(zone), shift].flat().join(', ') }
  })
export type ZoneMark = ReturnType<typeof marksOf>[number]

/** `23-hour day`, `23h 30m day` */
const hourDay = (seconds: number) => (seconds % 3600 ? `${duration(seconds)} day` : `${seconds / 3600}-hour day`)

/** Zones of a date if they differ from the reader's, and its length with the reason if it is not 24 hours. */
export const lengthInWords = (
  date: string,
  { seconds, zones }: { seconds: number; zones: ZoneSpan[] },
  reader: string,
) => {
  const length = seconds === 86_400 || seconds === 0 ? '' : hourDay(seconds)
  const names = [...new Set(zones.map(({ zone }) => zone.time_zone))]
  const where = names.some((name) => name !== reader) ? names.map(zoneWords).join(', then ') : ''
  if (names.length > 1) return [length, where].filter(Boolean).join(': ')
  const [first, last] = [zones[0], zones.at(-1)]
  const isMoved = first?.zone.day_start_minute !== last?.zone.day_start_minute
  const isChanged = first !== undefined && dayLengthSeconds(date, first.zone) !== 86_400
  const reason = isMoved
    ? 'the start of the day changed'
    : isChanged && `clocks went ${seconds < 86_400 ? 'forward' : 'back'}`
  const lengthWithReason = length && reason ? `${length}: ${reason}` : length
  return [lengthWithReason, where].filter(Boolean).join(', ')
}

/** Parts of a span that no other span covers; some may be empty. */
export const subtractSpans = <S extends EpochRange>(span: S, others: EpochRange[]) =>
  others.reduce(
    (left, { from, to }) =>
      left.flatMap((one) => [
        { ...one, to: Math.min(one.to, Math.max(from, one.from)) },
        { ...one, from: Math.max(one.from, Math.min(to, one.to)) },
      ]),
    [span],
  )
