import type { Context } from 'hono'
import { v7 as uuid } from 'uuid'
import { MeetingLearnings, MeetingSession } from '../../../views/people/meetings/session'
import { commitProject } from '../../filing/projects/queries'
import { learningKind, learningRows } from '../../learning/learnings/schema'
import { allRows, commit, orStale, part, sql } from '../../lib/db/sql'
import { type App, type Loaded, localNow, todayOf } from '../../lib/env'
import type { AnyDraft } from '../../lib/http/form'
import { pathTo, undoPath } from '../../lib/http/path-to'
import { pageOnScreen, prefetchFragments, redirectTo, respond, respondProblem } from '../../lib/http/respond'
import { organizationOf } from '../../lib/org'
import { itemsOfSource } from '../../tasks/tasks/queries'
import { startFromFields } from '../../time/entry/start'
import { addedToast } from '../../time/sessions/added-toast'
import { renderChangeRegions, respondChange } from '../../time/sessions/fragments'
import { countGeneral, generalProjectOf } from '../../time/sessions/general'
import { addSessions } from '../../time/sessions/queries'
import { stopTimer } from '../../time/timer/actions'
import { StartForm } from '../../time/timer/forms'
import { endedToast, startedToast } from '../../time/timer/fragments'
import { activeTimer } from '../../time/timer/queries'
import { linkMeeting } from '../../time/timer/writes'
import { addNextMeeting, nextText } from './repeat'
import { type BriefLearning, type ListedMeeting, type SessionOfMeeting, timesOf } from './schema'

export type MeetingEnv = Loaded<'row', ListedMeeting>

const ownSession = (db: D1Database, userId: string, meetingId: string) =>
  sql(db)`
    SELECT sessions.id, sessions.status, sessions.started_at, coalesce(sessions.duration_seconds, 0) AS duration_seconds,
      sessions.time_zone
    FROM meetings JOIN sessions ON sessions.user_id = meetings.user_id AND sessions.id = meetings.session_id
    WHERE meetings.user_id = ${userId} AND meetings.id = ${meetingId} AND sessions.deleted_at IS NULL`.first<SessionOfMeeting>()

export const sessionOf = async <E extends App>(c: Context<E>, meetingId: string) => {
  const [session, timer] = await Promise.all([
    ownSession(c.env.DB, c.var.user.id, meetingId),
    activeTimer(c.env.DB, c.var.user.id),
  ])
  return { session, isOtherRunning: timer !== null && timer.id !== session?.id }
}

/** SQL condition: the meeting has no session, or a deleted one. */
const hasNone = (userId: string) => part`AND NOT EXISTS (
      SELECT 1 FROM sessions
      WHERE sessions.user_id = ${userId} AND sessions.id = meetings.session_id AND sessions.deleted_at IS NULL)`

const refusals = {
  times: 'Add a time and a length to the meeting first.',
  early: 'This meeting hasn’t begun yet.',
  twice: 'This meeting is already logged.',
}

const refuse = <E extends App>(c: Context<E>, why: keyof typeof refusals) =>
  respondProblem(c, { status: 409, code: 'not_logged', title: 'Nothing was logged', detail: refusals[why] })

/** The general project of a meeting's organization, else that of the context. */
const generalOf = <E extends App>(c: Context<E>, meetingId: string) =>
  generalProjectOf(
    c.env.DB,
    c.var.user.id,
    part`coalesce((
        SELECT organization_id FROM meetings WHERE user_id = ${c.var.user.id} AND id = ${meetingId}
      ), ${organizationOf(c.var.org)})`,
  )

const region = async (c: Context<MeetingEnv>) => {
  const { row, user } = c.var
  return (
    <MeetingSession meeting={row} {...(await sessionOf(c, row.id))} reader={user.preferences} now={localNow(user)} />
  )
}

/** Logs a meeting as a session, unless it has one. */
export const logMeeting = async (c: Context<MeetingEnv>): Promise<Response> => {
  const { DB } = c.env
  const { row, user } = c.var
  const now = Date.now()
  const times = timesOf(row)
  if (times === null) return refuse(c, 'times')
  if (times.started_at > now) return refuse(c, 'early')
  const general = row.project_id ? null : await generalOf(c, row.id)
  const project_id = row.project_id ?? general?.id ?? null
  const session = {
    ...times,
    id: uuid(),
    source: 'manual' as const,
    title: row.title,
    notes: '',
    tags: [],
    project_id,
    goal_id: null,
    ended_at: times.started_at + times.duration_seconds * 1000,
    time_zone: row.time_zone,
    day_start_minute: user.preferences.day_start_minute,
    import_id: null,
    import_key: null,
  }
  const page = pathTo`/meetings/${row.id}`
  const isOnPage = pageOnScreen(c)?.pathname === page
  const regions = prefetchFragments(c, () =>
    isOnPage ? region(c) : renderChangeRegions(c, { after: session.id, main: '' }),
  )
  const done = await commitProject(
    DB,
    user.id,
    ['stats'],
    [
      ...(general?.writes(now) ?? []),
      ...addSessions(DB, user.id, [session], now),
      linkMeeting(DB, user.id, row.id, session.id, now, hasNone(user.id)),
      orStale(DB),
    ],
  )
  // Another request has added the general project meanwhile.
  if (done === 'taken') return logMeeting(c)
  if (done === 'stale') return refuse(c, 'twice')
  countGeneral(c, general)
  const toast = addedToast(c, session, { now, general })
  return isOnPage ? respond(c, { toast, page, fragments: regions }) : respondChange(c, { toast, page, regions })
}

/** Starts the timer for a meeting and opens the meeting's notes. */
export const startMeeting = async (c: Context<MeetingEnv>) => {
  const { row, user, org } = c.var
  const started = await startFromFields(c.env.DB, user, StartForm.parse({ again: `meeting:${row.id}` }), org)
  if ('errors' in started) {
    const detail = Object.values(started.errors).flat().join(' ')
    return respondProblem(c, { status: 409, code: 'not_started', title: 'Nothing was started', detail })
  }
  return redirectTo(c, pathTo`/meetings/${row.id}?at=notes`, startedToast(started))
}

/**
 * Saves the notes and stops the timer if it runs for this meeting. Then asks for the next meeting; a series adds it
 * itself.
 */
export const endMeeting = async (c: Context<MeetingEnv>) => {
  const { DB } = c.env
  const { row, user } = c.var
  const { today, instant } = localNow(user)
  const page = pathTo`/meetings/${row.id}`
  const next = row.repeat === 'none' ? `${page}/next` : page
  const session = await ownSession(DB, user.id, row.id)
  if (session?.status !== 'active') return redirectTo(c, next, { message: 'Notes saved' })
  const stopped = await stopTimer(DB, user, { id: session.id }, instant, () =>
    addNextMeeting(DB, user.id, row, today, instant),
  )
  if (!stopped || 'errors' in stopped) return redirectTo(c, next, { message: 'Notes saved' })
  const message = [endedToast('stop', stopped).message, nextText(row, today)].filter(Boolean).join('. ')
  return redirectTo(c, next, { message, undo: undoPath('meeting.end', row.id, stopped.id, stopped.seq) })
}

export const renderSession = async (c: Context<MeetingEnv>) => c.render(await region(c))

/** Maximum number of learnings on a meeting's page. */
const shown = 50

const learningsOf = (db: D1Database, userId: string, meetingId: string) =>
  allRows<BriefLearning>(sql(db)`
    SELECT id, title, date
    FROM learnings
    WHERE user_id = ${userId} AND meeting_id = ${meetingId} AND deleted_at IS NULL
    ORDER BY id
    LIMIT ${shown}`)

/** Reads a meeting's learnings and action items. */
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

export const LearningTitle = learningKind.NewForm.pick({ title: true })

/** Renders a meeting's learnings again, with the line that adds one. @param draft refused line */
export const renderLearnings = async (c: Context<MeetingEnv>, draft?: AnyDraft) => {
  const { row, user } = c.var
  return <MeetingLearnings meeting={row} learnings={await learningsOf(c.env.DB, user.id, row.id)} draft={draft} />
}

/** Adds a learning to a meeting, with the meeting's project and organization. */
export const addLearning = async (c: Context<MeetingEnv>, title: string) => {
  const { DB } = c.env
  const { row, user } = c.var
  const values = {
    title,
    date: earlier(row.date, todayOf(c)),
    source: 'meeting' as const,
    meeting_id: row.id,
    project_id: row.project_id,
    organization_id: row.project_id ? null : row.organization_id,
  }
  const id = uuid()
  const fragments = prefetchFragments(c, () => renderLearnings(c))
  if (!(await commit(DB, user.id, [], learningRows.insert(DB, user.id, id, values, Date.now())))) return c.notFound()
  const link = { href: pathTo`/learnings/${id}`, text: values.title }
  const toast = { message: 'Learning added:', link, undo: pathTo`/learnings/${id}/delete` }
  return respond(c, { toast, page: pathTo`/meetings/${row.id}#learnings`, fragments })
}
