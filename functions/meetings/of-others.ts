import { addDays, daysBetween } from '../lib/days'
import { allOrgs } from '../lib/org'
import { pageOfMeetings } from './queries'

/** Meetings that the page of a person or an organization shows, ahead and past. */
const aheadShown = 4
const pastShown = 8

/** Fewer meetings tell no rhythm. */
const leastForRhythm = 3

/** About how many days lie between meetings on these dates, the latest first; null for too few. */
const rhythmOf = (dates: string[]) => {
  const days = [...new Set(dates)].sort()
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last || days.length < leastForRhythm) return null
  return Math.max(1, Math.round(daysBetween(first, last) / (days.length - 1)))
}

type Whose = { person: string } | { organization: string }

/** The next and the last meetings of a person or an organization. */
export const meetingsOf = async (db: D1Database, userId: string, whose: Whose, today: string) => {
  const [org, person_id] = 'person' in whose ? [allOrgs, whose.person] : [whose.organization]
  const [ahead, past] = await Promise.all([
    pageOfMeetings(db, userId, org, { person_id, isAhead: true, from: today }, aheadShown),
    pageOfMeetings(db, userId, org, { person_id, to: addDays(today, -1) }, pastShown),
  ])
  return {
    ahead: ahead.rows,
    past: past.rows,
    hasMore: ahead.next !== undefined || past.next !== undefined,
    last: past.rows[0]?.date ?? null,
    everyDays: rhythmOf(past.rows.map(({ date }) => date)),
  }
}

export type MeetingsOf = Awaited<ReturnType<typeof meetingsOf>>
