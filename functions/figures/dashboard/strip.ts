import { addDays, dayStart, wallTime, type Zone } from '../../lib/days'
import { endOf } from '../../lib/hours'
import { dayParts } from '../../time/sessions/list/days'
import type { ListedSession } from '../../time/sessions/schema'

/** `start` and `end` in epoch ms, `x` and `width` in percent of the strip. */
export type StripSession = { session: ListedSession; start: number; end: number; x: number; width: number }
const hour = 3_600_000

/** Tenths of a percent are finer than a pixel. */
const rounded = (percent: number) => Math.round(percent * 10) / 10

/** A day from 7 to 23 o'clock, or longer within the day for a session or the current time. @param now epoch ms */
export const dayStrip = (
  sessions: ListedSession[],
  date: string,
  zone: Zone,
  now: number,
  running: { started_at: number } | null = null,
) => {
  const parts = sessions.flatMap((session) => {
    const part = dayParts(session).find((part) => part.date === date)
    return part && part.duration_seconds > 0 ? [{ session, start: part.started_at, end: endOf(part) }] : []
  })
  const [dayFrom, dayTo] = [dayStart(date, zone), dayStart(addDays(date, 1), zone)]
  const within = (instant: number) => Math.min(Math.max(instant, dayFrom), dayTo)
  const seven = wallTime(date, '07:00', zone)
  const onGrid = (instant: number, round: (hours: number) => number) => seven + round((instant - seven) / hour) * hour
  const marks = [
    seven,
    wallTime(date, '23:00', zone),
    now,
    running?.started_at ?? now,
    ...parts.flatMap(({ start, end }) => [start, end]),
  ]
  const from = within(onGrid(within(Math.min(...marks)), Math.floor))
  const to = within(onGrid(within(Math.max(...marks)), Math.ceil))

  const x = (instant: number) => rounded((100 * (within(instant) - from)) / (to - from))
  const step = Math.max(1, Math.ceil((to - from) / hour / 8)) * hour
  const ticks: { at: number; x: number }[] = []
  for (let at = onGrid(from, Math.ceil); at <= to; at += step) ticks.push({ at, x: x(at) })
  return {
    pieces: parts
      .map((part): StripSession => ({ ...part, x: x(part.start), width: rounded(x(part.end) - x(part.start)) }))
      .sort((a, b) => a.start - b.start),
    running: running && {
      start: running.started_at,
      x: x(running.started_at),
      width: rounded(x(now) - x(running.started_at)),
    },
    ticks,
    now: { at: now, x: x(now) },
  }
}
