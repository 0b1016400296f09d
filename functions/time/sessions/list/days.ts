import { coveredSeconds, type Interval, overlapSeconds } from '../../../lib/time/hours'
import type { ListedSession, SessionOnDay } from '../schema'

export type ShownSession = SessionOnDay & {
  /** Seconds of the session that other sessions cover, too. */
  overlap_seconds: number
}

/** Section of a day: its listed sessions, and sums of everything in the view on that day. */
export type Day = {
  date: string
  sessions: ShownSession[]
  tracked_seconds: number
  /** Union of the intervals; less than `tracked_seconds` if sessions overlap. */
  clock_seconds: number
  /** Seconds of sessions that began on an earlier day and are listed there. */
  carried_seconds: number
}

type DayPart = Interval & { id: string; date: string }

/** Splits a session by day. Each day's part follows the previous day's part. */
export const dayParts = (session: Pick<ListedSession, 'id' | 'started_at' | 'days'>): DayPart[] => {
  let before = 0
  return session.days.map(([date, seconds]) => {
    const part = { id: session.id, date, started_at: session.started_at + before * 1000, duration_seconds: seconds }
    before += seconds
    return part
  })
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)

const markOverlaps = (sessions: SessionOnDay[], overlapById: Map<string, number>): ShownSession[] =>
  sessions.map((session) => ({ ...session, overlap_seconds: overlapById.get(session.id) ?? 0 }))

/**
 * Sections of a list. @param shown sessions of the list, latest first @param others sessions outside the list that
 * overlap its days @param dates days to return, even those without listed sessions
 */
export const groupByDay = (
  shown: SessionOnDay[],
  others: Pick<ListedSession, 'id' | 'started_at' | 'days'>[],
  dates: string[] = [...new Set(shown.map((session) => session.date))],
): Day[] => {
  const everyone = new Map([...shown, ...others].map((session) => [session.id, session]))
  const byDate = Map.groupBy([...everyone.values()].flatMap(dayParts), (part) => part.date)
  const overlapById = new Map<string, number>()
  for (const parts of byDate.values()) {
    overlapSeconds(parts).forEach((seconds, index) => {
      const id = parts[index]?.id
      if (id !== undefined) overlapById.set(id, (overlapById.get(id) ?? 0) + seconds)
    })
  }
  const shownByDate = Map.groupBy(shown, ({ date }) => date)
  return dates.map((date) => {
    const parts = byDate.get(date) ?? []
    const sessions = shownByDate.get(date) ?? []
    const listed = new Set(sessions.map((session) => session.id))
    const carried = parts.filter(({ id }) => everyone.get(id)?.days[0]?.[0] !== date && !listed.has(id))
    return {
      date,
      sessions: markOverlaps(sessions, overlapById),
      tracked_seconds: sum(parts.map((part) => part.duration_seconds)),
      clock_seconds: coveredSeconds(parts),
      carried_seconds: sum(carried.map((part) => part.duration_seconds)),
    }
  })
}
