import { z } from 'zod'
import type { LocalNow } from '../../lib/env'
import { choiceParameter, idParameter, listView } from '../../lib/http/list-view'
import { allOrgs, type Org } from '../../lib/org'
import { filingOptions } from '../../lib/resource/filing-choices'
import { daysBetween } from '../../lib/time/days'
import { person as findPerson } from '../people/schema'
import { isOver } from './of-day'
import { pageOfMeetings } from './queries'
import { type ListedMeeting, MeetingRow } from './schema'

/** Maximum numbers of future and past meetings on the page of both, and page size of one kind. */
const aheadShown = 10
const pastShown = 10
const pageSize = 20

/** Query of `/meetings`. Invalid values are ignored. */
export const MeetingsView = z.object({
  ...listView,
  when: choiceParameter(['ahead', 'past']),
  person: idParameter,
  organization: idParameter,
  project: idParameter,
})
export type MeetingsView = z.infer<typeof MeetingsView>

const nobody = { rows: [], next: undefined }

/** Filters of future and past meetings. Today's meetings match both. */
const daysOf = ({ today }: LocalNow) => ({ ahead: { isAhead: true, from: today }, past: { to: today } })

/** Splits meetings at the current time: future ones, next first, and past ones, latest first. */
const splitAtNow = (ahead: ListedMeeting[], past: ListedMeeting[], now: LocalNow) => ({
  ahead: ahead.filter((meeting) => !isOver(meeting, now)),
  past: past.filter((meeting) => isOver(meeting, now)),
})

export const meetingsPage = async (db: D1Database, userId: string, org: Org, asked: MeetingsView, now: LocalNow) => {
  const view = org === allOrgs ? asked : { ...asked, organization: '' }
  const { when, person: person_id, organization: organization_id, project: project_id, ...searched } = view
  const filter = { ...searched, person_id, organization_id, project_id }
  const isSearch = view.q !== ''
  const days = { ...daysOf(now), '': {} }
  const read = (which: keyof typeof days, shown: number) =>
    pageOfMeetings(db, userId, org, { ...filter, ...days[which] }, when ? pageSize : shown)
  const [found, ahead, past, person, organizations] = await Promise.all([
    isSearch ? read(when, pageSize) : null,
    isSearch || when === 'past' ? nobody : read('ahead', aheadShown),
    isSearch || when === 'ahead' ? nobody : read('past', pastShown),
    person_id ? findPerson(db, userId, person_id) : null,
    org === allOrgs ? filingOptions(db, userId, org, 'organization_id') : null,
  ])
  return {
    view,
    /** Search results, last edited first; null without a search. */
    found: found?.rows ?? null,
    ...splitAtNow(ahead.rows, past.rows, now),
    hasMoreAhead: ahead.next !== undefined,
    hasMorePast: past.next !== undefined,
    /** Cursor of the next page of search results, or of future or past meetings. */
    next: found ? found.next : when === 'past' ? past.next : when === 'ahead' ? ahead.next : undefined,
    person,
    organizations,
    today: now.today,
  }
}

export type MeetingsPage = Awaited<ReturnType<typeof meetingsPage>>

/** Maximum numbers of future and past meetings on the page of a person or an organization. */
const shownOfOthers = { ahead: 4, past: 8 }

/** Minimum number of meetings to compute a rhythm. */
const leastForRhythm = 3

/** Average number of days between meetings on these dates, latest first; null if there are too few. */
const rhythmOf = (dates: string[]) => {
  const days = [...new Set(dates)].sort()
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last || days.length < leastForRhythm) return null
  return Math.max(1, Math.round(daysBetween(first, last) / (days.length - 1)))
}

type Whose = { person: string } | { organization: string }

/** Next and last meetings of a person or an organization. */
export const meetingsOf = async (db: D1Database, userId: string, whose: Whose, now: LocalNow) => {
  const [org, person_id] = 'person' in whose ? [allOrgs, whose.person] : [whose.organization]
  const days = daysOf(now)
  const [found, before] = await Promise.all([
    pageOfMeetings(db, userId, org, { person_id, ...days.ahead }, shownOfOthers.ahead),
    pageOfMeetings(db, userId, org, { person_id, ...days.past }, shownOfOthers.past),
  ])
  const { ahead, past } = splitAtNow(found.rows, before.rows, now)
  return {
    ahead,
    past,
    hasMore: found.next !== undefined || before.next !== undefined,
    last: past[0]?.date ?? null,
    everyDays: rhythmOf(past.map(({ date }) => date)),
  }
}

export type MeetingsOf = Awaited<ReturnType<typeof meetingsOf>>

/** A meeting listed with other things of its day. */
export const BriefMeeting = MeetingRow.pick({ id: true, title: true, date: true, time: true, time_zone: true }).extend({
  duration_minutes: MeetingRow.shape.duration_minutes,
})
export type BriefMeeting = z.output<typeof BriefMeeting>
