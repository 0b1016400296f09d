import type { Context } from 'hono'
import { allRows, sql } from '../../lib/db/sql'
import { type App, todayOf, type User } from '../../lib/env'
import { idParameter } from '../../lib/http/list-view'
import { weekOf } from '../../lib/time/days'
import { pageOfProjects } from './queries'

const pageSize = 200

type Reader = Pick<User, 'id' | 'preferences'>

/** Time of a project in the current week, and the date of its latest session. */
type ProjectUse = { week_seconds: number; last_date: string }

/** Use of projects by id, and the total time of the week. @param only id, to read a single project */
export const projectUses = async (
  db: D1Database,
  { id, preferences }: Reader,
  today: string,
  only: string | null = null,
) => {
  const week = weekOf(today, preferences.week_start)
  const [uses, weekSeconds] = await Promise.all([
    allRows<ProjectUse & { project_id: string }>(sql(db)`
      SELECT project_id, coalesce(sum(seconds) FILTER (WHERE date BETWEEN ${week.from} AND ${week.to}), 0) AS week_seconds,
        max(date) AS last_date
      FROM session_days
      WHERE user_id = ${id} AND project_id IS NOT NULL AND (${only} IS NULL OR project_id = ${only})
      GROUP BY project_id`),
    sql(db)`
      SELECT coalesce(sum(total_seconds), 0) AS seconds
      FROM day_totals
      WHERE user_id = ${id} AND date BETWEEN ${week.from} AND ${week.to}`.first<number>('seconds'),
  ])
  return { week, today, weekSeconds: weekSeconds ?? 0, byId: new Map(uses.map((use) => [use.project_id, use])) }
}

export type ProjectUses = Awaited<ReturnType<typeof projectUses>>

/** Reads the list of projects for the page's query, last used first. */
export const readProjects = async (c: Context<App>, query: Record<string, string>) => {
  const after = idParameter.parse(query.after)
  const { user, org } = c.var
  const [{ rows, next }, uses] = await Promise.all([
    pageOfProjects(c.env.DB, user.id, org, { after }, pageSize),
    projectUses(c.env.DB, user, todayOf(c)),
  ])
  const lastUse = ({ id }: { id: string }) => uses.byId.get(id)?.last_date ?? ''
  const projects = rows.toSorted((a, b) => lastUse(b).localeCompare(lastUse(a)))
  return { view: { after }, projects, uses, next }
}

export type ProjectsPage = Awaited<ReturnType<typeof readProjects>>
