import { differences } from '../lib/conflict'
import { localDateTime } from '../lib/days'
import { type Clock, clockTime, exactDuration } from '../lib/format'
import { type SessionEdit, type SessionForm, type SessionRow, Tags } from './schema'
import { editedTimes, shownTimes } from './times/edit'
import type { TimeErrors } from './times/resolve'
import type { EditedSession } from './writes'

const tagText = (tags: string[]) => tags.join(', ')

/** A session as its form shows it. */
export const valuesOf = (session: SessionRow, clock: Clock): Record<keyof SessionForm, string> => ({
  ...shownTimes(session, clock),
  title: session.title,
  project_id: session.project_id ?? '',
  goal_id: session.goal_id ?? '',
  notes: session.notes,
  tags: tagText(session.tags),
  time_zone: session.time_zone,
})

/** What an edit makes of a session. What was not sent, or was sent as it was shown, stays as it is. */
export const editedSession = (
  session: SessionRow,
  edit: SessionEdit,
  clock: Clock,
  now: number,
): EditedSession | { errors: TimeErrors } => {
  const { date, started_at, ended_at, duration } = edit
  const sent = Object.entries({ date, started_at, ended_at, duration }).filter(([, typed]) => typed !== undefined)
  const times = editedTimes(session, Object.fromEntries(sent), edit.time_zone ?? '', clock, now)
  if ('errors' in times) return times
  const kept = edit.tags === undefined || tagText(edit.tags) === tagText(Tags.parse(tagText(session.tags)))
  return {
    id: session.id,
    project_id: edit.project_id === undefined ? session.project_id : edit.project_id,
    goal_id: edit.goal_id === undefined ? session.goal_id : edit.goal_id,
    title: edit.title ?? session.title,
    notes: edit.notes ?? session.notes,
    tags: kept ? session.tags : (edit.tags ?? []),
    ...times,
  }
}

/** In what an edit and the saved session differ, in words; `name` says what a subject is called. */
export const editDifferences = (
  yours: EditedSession,
  saved: SessionRow,
  clock: Clock,
  name: (subject: string) => string | undefined,
) => {
  const inWords = (session: EditedSession) => {
    const at = (instant: number) => clockTime(instant, session.time_zone, clock)
    const { date } = localDateTime(session.started_at, session.time_zone)
    return {
      title: session.title,
      project: (session.project_id && name(`project:${session.project_id}`)) ?? '',
      goal: (session.goal_id && name(`goal:${session.goal_id}`)) ?? '',
      when: `${date} ${at(session.started_at)}–${at(session.ended_at)} ${session.time_zone}`,
      duration: exactDuration(session.duration_seconds),
      tags: tagText(session.tags),
      notes: session.notes,
    }
  }
  const same = (text: string) => text
  return differences(inWords(yours), inWords(saved), {
    title: ['Title', same],
    project: ['Project', same],
    goal: ['Goal', same],
    when: ['When', same],
    duration: ['Duration', same],
    tags: ['Tags', same],
    notes: ['Notes', same],
  })
}
