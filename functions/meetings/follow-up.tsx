import type { Context } from 'hono'
import { v7 as uuid } from 'uuid'
import { MeetingLearnings } from '../../views/meetings/learnings'
import { itemsOfSource } from '../action-items/queries'
import { learningRows } from '../learnings/resource'
import { NewLearningForm } from '../learnings/schema'
import type { App } from '../lib/env'
import { submittedText } from '../lib/form'
import { todayOf } from '../lib/now'
import { fragmentsWith, respond } from '../lib/respond'
import { allRows, commit, sql } from '../lib/sql'
import type { BriefLearning } from './own-rows'
import type { WithMeeting } from './session'

/** The most learnings that a meeting's page lists. */
const shown = 50

const learningsOf = (db: D1Database, userId: string, meetingId: string) =>
  allRows<BriefLearning>(sql(db)`
    SELECT id, title, date
    FROM learnings
    WHERE user_id = ${userId} AND meeting_id = ${meetingId} AND deleted_at IS NULL
    ORDER BY id
    LIMIT ${shown}`)

/** Reads the learnings and action items of a meeting. */
export const followUpOf = async <E extends App>(c: Context<E>, meetingId: string) => {
  const { DB } = c.env
  const userId = c.var.user.id
  const [learnings, items] = await Promise.all([
    learningsOf(DB, userId, meetingId),
    itemsOfSource(DB, userId, { type: 'meeting', id: meetingId }),
  ])
  return { learnings, items }
}

const earlier = (...dates: string[]) => dates.sort()[0] ?? ''

const Title = NewLearningForm.pick({ title: true })

/** Adds a learning of the meeting, filed as the meeting is. */
export const addLearning = async (c: Context<WithMeeting>) => {
  const { DB } = c.env
  const { row, user } = c.var
  const submitted = await submittedText(c)
  const list = async (draft?: { value: string; errors: string[] }) => (
    <MeetingLearnings meeting={row} learnings={await learningsOf(DB, user.id, row.id)} draft={draft} />
  )
  const typed = Title.safeParse(submitted)
  if (!typed.success) {
    c.status(422)
    const errors = typed.error.issues.map(({ message }) => message)
    return c.render(await list({ value: submitted.title ?? '', errors }), { title: 'New learning', heading: true })
  }
  const today = todayOf(c)
  const values = {
    title: typed.data.title,
    date: earlier(row.date, today),
    source: 'meeting' as const,
    meeting_id: row.id,
    project_id: row.project_id,
    organization_id: row.project_id ? null : row.organization_id,
  }
  const id = uuid()
  const answer = fragmentsWith(c, () => list())
  if (!(await commit(DB, user.id, [], learningRows.insert(DB, user.id, id, values, Date.now())))) return c.notFound()
  const toast = { message: 'Learning added', undo: `/learnings/${id}/delete` }
  return respond(c, { toast, page: `/meetings/${row.id}#learnings`, fragments: answer })
}
