import { z } from 'zod'
import { isUnfinishedOf } from '../../ledger/tasks'
import { constant, part, rowsAs, sql } from '../../lib/db/sql'
import { allOrgs } from '../../lib/org'
import { excerptOf } from '../../lib/text/markdown'
import { tasksWhere } from '../../tasks/tasks/queries'
import { feedbackSentiment } from '../feedback/schema'
import { BriefMeeting } from './list'
import type { ListedMeeting } from './schema'

/** Maximum numbers of tasks and feedback shown next to the preparation of a meeting. */
const tasksShown = 12
const feedbackShown = 3

/** Numbers of characters of notes and feedback that are read, and that are shown. */
const read = 1_200
const shown = 280

const LastMeeting = BriefMeeting.extend({ notes: z.string().transform((notes) => excerptOf(notes, shown)) })

const BriefFeedback = z.object({
  id: z.string(),
  content: z.string(),
  sentiment: feedbackSentiment,
  date: z.string(),
  person_name: z.string(),
})

/** The last earlier meeting with the most of these people, and the start of its notes. */
const lastMeetingWith = (db: D1Database, userId: string, { id, date, time }: ListedMeeting, people: string) =>
  rowsAs(
    LastMeeting,
    sql(db)`
      SELECT ${constant(Object.keys(BriefMeeting.shape).join(', '))},
        substr(coalesce(nullif(trim(outcome_notes), ''), nullif(trim(questions_asked), ''), preparation_notes),
          1, ${read}) AS notes,
        (SELECT count(*) FROM json_each(attendees) WHERE value IN (SELECT value FROM json_each(${people}))) AS shared
      FROM meetings
      WHERE user_id = ${userId} AND deleted_at IS NULL AND shared > 0 AND id <> ${id}
        AND date <= ${date} AND (date < ${date} OR coalesce(time, '') < ${time ?? ''})
      ORDER BY shared DESC, date DESC, time DESC
      LIMIT 1`,
  )

/** The latest feedback from some people. */
const feedbackOf = (db: D1Database, userId: string, people: string) =>
  rowsAs(
    BriefFeedback,
    sql(db)`
      SELECT feedback.id, substr(content, 1, ${read}) AS content, sentiment, date, people.name AS person_name
      FROM feedback JOIN people ON people.user_id = feedback.user_id AND people.id = from_person_id
      WHERE feedback.user_id = ${userId} AND from_person_id IN (SELECT value FROM json_each(${people}))
        AND feedback.deleted_at IS NULL AND people.deleted_at IS NULL
      ORDER BY date DESC, feedback.id DESC
      LIMIT ${feedbackShown}`,
  )

/** Open tasks with some people. The meeting's own tasks are left out, because its page lists them. */
const tasksWith = (db: D1Database, userId: string, { id }: ListedMeeting, people: string) =>
  tasksWhere(
    db,
    userId,
    allOrgs,
    part`AND tasks.owner IS NOT NULL AND ${isUnfinishedOf(userId)}
      AND tasks.person_id IN (SELECT value FROM json_each(${people}))
      AND NOT (tasks.source_type IS 'meeting' AND tasks.source_id IS ${id})
      ORDER BY tasks.due_key, tasks.id`,
    tasksShown,
  )

/** The previous meeting, tasks and feedback with a meeting's attendees; null without attendees. */
export const meetingContext = async (db: D1Database, userId: string, meeting: ListedMeeting) => {
  if (meeting.attending.length === 0) return null
  const people = JSON.stringify(meeting.attending.map(({ id }) => id))
  const [[last], tasks, feedback] = await Promise.all([
    lastMeetingWith(db, userId, meeting, people),
    tasksWith(db, userId, meeting, people),
    feedbackOf(db, userId, people),
  ])
  return {
    last: last ?? null,
    mine: tasks.filter(({ owner }) => owner === 'me'),
    theirs: tasks.filter(({ owner }) => owner === 'person'),
    feedback,
  }
}

export type MeetingBackground = Awaited<ReturnType<typeof meetingContext>>
