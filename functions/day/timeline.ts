import { addDays, dayLengthSeconds, dayStart, localDateTime, type Zone } from '../lib/days'
import { hourAt } from '../lib/hours'
import { endOf } from '../lib/intervals'
import { dayParts } from '../sessions/list/days'
import type { ListedSession } from '../sessions/schema'

export type Span = { from: number; to: number }

/** A session's part of the day, with idle time until `idle_to`. */
export type Part<S> = Span & {
  session: S
  idle_to: number
  /** `carried` from an earlier day, `goes_on` into a later one. */
  carried: boolean
  goes_on: boolean
  /** Column and number of columns: overlapping parts stand side by side. */
  lane: number
  lanes: number
}

type Lane = Pick<Part<unknown>, 'lane' | 'lanes'>

/** Shortest gap shown, in milliseconds. */
const shortestGap = 60_000

/** Minimum drawn length, in milliseconds. */
const least = 4 * 60_000

/** The day in the user's zone and in those of its sessions: from Tokyo to Honolulu a date lasts 43 hours. */
const spanOf = (parts: (Span & { session: Zone; idle_to: number })[], date: string, zone: Zone): Span => {
  const [first, last] = [dayStart(date, zone), dayStart(addDays(date, 1), zone)]
  const span = { from: first, to: last }
  for (const { session, from, to } of parts) {
    if (from < first || first === last) span.from = Math.min(span.from, from, dayStart(date, session))
    if (to > last) span.to = Math.max(span.to, to, dayStart(addDays(date, 1), session))
  }
  return span
}

const layOut = <P extends Span>(parts: P[], until: (part: P) => number): (P & Lane)[] => {
  const laid: (P & Lane)[] = []
  let group: (P & Lane)[] = []
  let ends: number[] = []
  const close = () => {
    for (const part of group) part.lanes = ends.length
    laid.push(...group)
    group = []
    ends = []
  }
  for (const part of parts) {
    if (ends.every((end) => end <= part.from)) close()
    const free = ends.findIndex((end) => end <= part.from)
    const lane = free < 0 ? ends.length : free
    ends[lane] = Math.max(until(part), part.from + least)
    group.push({ ...part, lane, lanes: 1 })
  }
  close()
  return laid
}

/** Start of each hour in the zone, or the moment the clocks changed. */
export const hoursOf = ({ from, to }: Span, timeZone: string) => {
  const hours: { at: number; time: string }[] = []
  for (let at = from; at < to; at = hourAt(at, timeZone).until) {
    hours.push({ at, time: localDateTime(at, timeZone).time })
  }
  return hours
}

/** Gaps between busy spans, in whole seconds. */
const between = (busy: Span[], until: number): Span[] => {
  const gaps: Span[] = []
  let [end] = busy.map(({ to }) => to)
  if (end === undefined) return []
  for (const { from, to } of [...busy, { from: until, to: until }]) {
    const gap = { from: Math.ceil(end / 1000) * 1000, to: Math.floor(from / 1000) * 1000 }
    if (gap.to - gap.from >= shortestGap) gaps.push(gap)
    end = Math.max(end, to)
  }
  return gaps
}

type TimelineInput<S> = {
  sessions: S[]
  running: { started_at: number } | null
  date: string
  zone: Zone
  now: number
}

/** Positions of everything on a day. `now` in epoch ms. */
export const timelineOf = <S extends ListedSession>({ sessions, running, date, zone, now }: TimelineInput<S>) => {
  const parts = sessions
    .flatMap((session) =>
      dayParts(session).flatMap((part, index, all) => {
        if (part.date !== date) return []
        const to = endOf(part)
        const goes_on = index < all.length - 1
        return [
          { session, from: part.started_at, to, idle_to: goes_on ? to : session.ended_at, carried: index > 0, goes_on },
        ]
      }),
    )
    .sort((a, b) => a.from - b.from || a.session.number - b.session.number)
  const span = spanOf(parts, date, zone)
  const within = (instant: number) => Math.min(Math.max(instant, span.from), span.to)
  const shown = parts.map((part) => ({ ...part, idle_to: Math.max(part.to, within(part.idle_to)) }))
  const isNow = span.from <= now && now < span.to
  const runs = running && running.started_at < now && now > span.from && running.started_at < span.to
  const run = runs ? { from: within(running.started_at), to: within(now) } : null
  const busy = [...shown.map(({ from, idle_to }) => ({ from, to: idle_to })), ...(run ? [run] : [])]
  busy.sort((a, b) => a.from - b.from)
  const isOpen = isNow && !run && busy.length > 0
  return {
    ...span,
    /** Length of the drawing, and of the user's own day. */
    seconds: (span.to - span.from) / 1000,
    day_seconds: dayLengthSeconds(date, zone),
    hours: hoursOf(span, zone.time_zone),
    parts: layOut(shown, ({ idle_to }) => idle_to),
    run,
    gaps: between(busy, isOpen ? now : Number.NEGATIVE_INFINITY),
    now: isNow ? now : null,
  }
}

export type Timeline<S> = Omit<ReturnType<typeof timelineOf>, 'parts'> & { parts: Part<S>[] }
