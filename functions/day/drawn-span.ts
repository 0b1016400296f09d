import { wallTime } from '../lib/days'
import type { Span, ZoneSpan } from './zones'

/** Shortest drawing in milliseconds: from 07:00 to 18:00. */
const shortest = 11 * 3_600_000

type Drawing = Span & {
  zones: ZoneSpan[]
  hours: { at: number }[]
  /** By start. */
  busy: Span[]
}

/** The hours of a day that are drawn: from 07:00, or its first session if that is earlier, to its last. */
export const drawnSpan = (date: string, { from, to, zones, hours, busy }: Drawing): Span => {
  const [zone, first] = [zones[0]?.zone, busy[0]]
  if (!zone || !first) return { from, to }
  const starts = Math.min(first.from, wallTime(date, '07:00', zone))
  const ends = Math.max(...busy.map((span) => span.to))
  const drawnFrom = hours.findLast(({ at }) => at <= starts)?.at ?? from
  const drawnTo = hours.find(({ at }) => at >= Math.max(ends, drawnFrom + shortest))?.at ?? to
  return { from: drawnFrom, to: drawnTo }
}
