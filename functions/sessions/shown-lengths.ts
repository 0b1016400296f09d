import { shownParts } from '../lib/shown-minutes'
import type { ListedSession } from './schema'

type OnDay = Pick<ListedSession, 'id' | 'days' | 'started_at'>

/**
 * Seconds to show for the sessions of a date, by id: with those that are not listed they add up to the minutes of the
 * date's total. A session that counts on other dates too has its part of this one.
 */
export const shownLengths = (listed: OnDay[], date: string, total: number): Map<string, number> => {
  // Each list has its own order; equal remainders are to round alike in all.
  const sessions = listed.toSorted((a, b) => b.started_at - a.started_at || (a.id < b.id ? 1 : -1))
  const here = sessions.map(({ days }) => days.find(([day]) => day === date)?.[1] ?? 0)
  const rest = total - here.reduce((sum, seconds) => sum + seconds, 0)
  const shown = shownParts([...here, rest])
  return new Map(sessions.map(({ id }, index) => [id, shown[index] ?? 0]))
}
