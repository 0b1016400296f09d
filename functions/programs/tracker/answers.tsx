import type { Context } from 'hono'
import { z } from 'zod'
import { TrackerFigures } from '../../../views/programs/tracker/figures'
import { allTimeFilter, subjectFilter } from '../../ledger/resolve-subject'
import { fieldsProblem } from '../../lib/api/request'
import { afterAllIds } from '../../lib/api/values'
import { type App, todayOf } from '../../lib/env'
import { wantsFragment } from '../../lib/http/respond'
import type { StoredSession } from '../../time/sessions/api/json'
import { sessionsByDayBefore } from '../../time/sessions/api/queries'
import { allDates } from '../../time/sessions/list/view'
import { planId } from '../sync/entities/values'
import { readFigures } from './figures'
import { trackerRow } from './rows'

/** Responds with totals of the account: JSON, or a fragment for htmx. */
export const answerStats = async (c: Context<App>) => {
  const { id, preferences } = c.var.user
  const figures = await readFigures(c.env.DB, id, todayOf(c), preferences.rest_days)
  return wantsFragment(c) || c.req.header('HX-Request') ? c.html(<TrackerFigures {...figures} />) : c.json(figures)
}

const sessionOf = (session: StoredSession, { id, preferences }: App['Variables']['user']) => {
  const { started_at: start_time, ended_at: end_time, duration_seconds, updated_at: updatedAt, ...data } = session
  const duration_minutes = duration_seconds === null ? null : Math.round(duration_seconds / 60)
  const members = { ...data, start_time, end_time, duration_minutes, duration_seconds }
  return trackerRow({ type: 'session', id: session.id, data: members, updatedAt }, id, preferences)
}

const latest = { date: allDates.to, id: afterAllIds }

/** Finished sessions of a plan, or of all plans, latest first. */
const listSessions = async (db: D1Database, user: App['Variables']['user'], plan: string | undefined, most: number) => {
  const filter = plan === undefined ? allTimeFilter : subjectFilter(`plan:${plan}`)
  const found = await sessionsByDayBefore(db, user.id, { filter, range: allDates }, latest, most)
  return found.map(({ session }) => sessionOf(session, user))
}

const mostSessions = 10_000

const count = (most: number) => z.coerce.number(`Enter 0 to ${most}`).int().min(0).max(most)

const PageQuery = z.object({ limit: count(100).default(50), offset: count(mostSessions).default(0) })

/** Responds with a page of finished sessions. @throws ProblemError 422 */
export const answerPage = async (c: Context<App>) => {
  const read = PageQuery.safeParse(c.req.query())
  if (!read.success) throw fieldsProblem(z.flattenError(read.error).fieldErrors)
  const { limit, offset } = read.data
  const found = await listSessions(c.env.DB, c.var.user, undefined, offset + limit + 1)
  const sessions = found.slice(offset, offset + limit)
  return c.json({ sessions, limit, offset, has_more: found.length > offset + limit })
}

/** Responds with finished sessions of a plan, or of all plans. */
export const answerList = async (c: Context<App>) => {
  const plan = planId.optional().safeParse(c.req.query('plan') || undefined)
  return c.json(plan.success ? await listSessions(c.env.DB, c.var.user, plan.data, mostSessions) : [])
}
