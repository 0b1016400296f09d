import type { User } from '../../lib/env'
import { withShortKeys } from './plan'
import { type ReadCalendar, tooMany } from './schema'

/** Reads the text of a calendar for a person; says why it cannot be imported. The library is loaded now. */
export const readFor = async (
  { email, preferences }: Pick<User, 'email' | 'preferences'>,
  text: string,
  dates: { from: string; to: string },
): Promise<{ read: ReadCalendar } | { problem: string }> => {
  const { readCalendar } = await import('./read')
  const own = email ? [email.toLowerCase()] : []
  const read = readCalendar(text, { ...dates, time_zone: preferences.time_zone, own })
  if ('problem' in read) return read
  const problem = tooMany(read.meetings)
  if (problem !== null) return { problem }
  return { read: { ...read, meetings: await withShortKeys(read.meetings) } }
}
