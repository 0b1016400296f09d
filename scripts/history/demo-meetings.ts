import { monthsBefore } from '../../functions/learning/learnings/page-data'
import { addDays, isoWeekday, wallTime, type Zone } from '../../functions/lib/time/days'
import type { Repeat } from '../../functions/lib/time/repeat'
import type { NewPersonValues } from '../../functions/people/people/schema'
import type { NewSession } from '../../functions/time/sessions/schema'
import type { HistoryLearning } from './demo-learnings'
import { type DemoMeeting, meetings, type PersonName } from './demo-meeting-list'
import { seededRandom } from './random'

export type HistoryMeeting = {
  id: string
  values: {
    title: string
    date: string
    time: string
    time_zone: string
    duration_minutes: number
    organization_id: string | null
    project_id: string | null
    attendees: string[]
    preparation_notes: string
    questions_asked: string
    outcome_notes: string
    repeat: Repeat
    session_id: string | null
  }
  /** epoch ms: when it was added */
  at: number
}

type Named = { id: string; values: NewPersonValues }

type Context = {
  today: string
  zone: Zone
  projectIds: Map<string, string>
  people: Named[]
  /** Ids of organizations by those of projects. */
  organizationOf: Map<string, string | null>
}

const dateOf = ({ week, on = 1 }: DemoMeeting, today: string) => {
  if (week === 'today') return today
  if (week === 'a year ago') return monthsBefore(today, 12)
  const weekday = isoWeekday(today)
  if (week > 0) return addDays(today, ((on - weekday + 6) % 7) + 1 + 7 * (week - 1))
  return addDays(today, -(((weekday - on + 6) % 7) + 1) + 7 * (week + 1))
}

const idsOf = (people: Named[], names: readonly PersonName[]) =>
  names.flatMap((name) => people.find(({ values }) => values.name === name)?.id ?? [])

/** The demo person's meetings, and the sessions that were logged for some. */
export const meetingsOn = ({ today, zone, projectIds, people, organizationOf }: Context) => {
  const random = seededRandom(43)
  const held = meetings.map((meeting) => {
    const date = dateOf(meeting, today)
    const at = wallTime(addDays(date < today ? date : today, -3), '09:20', zone)
    const started_at = wallTime(date, meeting.at, zone)
    const project_id = projectIds.get(meeting.project) ?? ''
    const session: NewSession | null = meeting.isLogged
      ? {
          ...{ id: random.id(started_at), source: 'manual', title: meeting.title, notes: '', tags: [], ...zone },
          ...{ project_id, goal_id: null, import_id: null, import_key: null, started_at },
          ...{ duration_seconds: meeting.minutes * 60, ended_at: started_at + meeting.minutes * 60_000 },
        }
      : null
    const values = {
      ...{ title: meeting.title, date, time: meeting.at, time_zone: zone.time_zone, duration_minutes: meeting.minutes },
      ...{ project_id, organization_id: organizationOf.get(project_id) ?? null },
      ...{ attendees: idsOf(people, meeting.with), session_id: session?.id ?? null },
      preparation_notes: meeting.prepared ?? '',
      questions_asked: meeting.asked ?? '',
      outcome_notes: meeting.outcome ?? '',
      repeat: meeting.repeat ?? 'none',
    }
    return { session, meeting: { id: random.id(at), values, at } satisfies HistoryMeeting }
  })
  return {
    meetings: held.map(({ meeting }) => meeting),
    meetingSessions: held.flatMap(({ session }) => session ?? []),
  }
}

/** Learnings with the meetings that they come from, on the days of these. */
export const learnedAt = (learnings: HistoryLearning[], held: HistoryMeeting[], zone: Zone) => {
  const meetingOf = new Map(meetings.flatMap(({ learned = [] }, index) => learned.map((title) => [title, held[index]])))
  return learnings.map((learning) => {
    const meeting = meetingOf.get(learning.values.title)
    if (!meeting) return learning
    const { date } = meeting.values
    const at = wallTime(date, '18:10', zone)
    return { ...learning, values: { ...learning.values, date, meeting_id: meeting.id }, date, at }
  })
}
