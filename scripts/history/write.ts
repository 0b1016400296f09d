import { commit, sql } from '../../functions/lib/sql'
import { addProjects, type NewProject } from '../../functions/projects/queries'
import { addSessions } from '../../functions/sessions/queries'
import type { NewSession } from '../../functions/sessions/schema'

export type HistoryProject = NewProject & { status: 'active' | 'inactive' }

export type HistoryGoal = {
  id: string
  parent_id: string | null
  title: string
  description: string
  kind: 'weekly' | 'monthly' | 'rotation' | 'open'
  category: 'technical' | 'soft_skill' | 'hiring_readiness' | 'personal'
  start_date: string
  target_date: string | null
  status: 'not_started' | 'in_progress' | 'completed' | 'cancelled'
  progress_percentage: number
  /** epoch ms, as the following; `completed_at` of a completed goal only */
  completed_at: number | null
  created_at: number
  updated_at: number
}

/** What a person has done, ready to be written. */
export type History = { projects: HistoryProject[]; goals: HistoryGoal[]; sessions: NewSession[] }

const addGoals = (db: D1Database, userId: string, goals: HistoryGoal[]) => sql(db)`
  INSERT INTO goals (user_id, id, parent_id, title, description, kind, category, start_date, target_date, status,
    progress_percentage, completed_at, seq, created_at, updated_at)
  SELECT ${userId}, value ->> 'id', value ->> 'parent_id', value ->> 'title', value ->> 'description',
    value ->> 'kind', value ->> 'category', value ->> 'start_date', value ->> 'target_date', value ->> 'status',
    value ->> 'progress_percentage', value ->> 'completed_at',
    (SELECT seq FROM change_heads WHERE user_id = ${userId}), value ->> 'created_at', value ->> 'updated_at'
  FROM json_each(${JSON.stringify(goals)})`

const setInactive = (db: D1Database, userId: string, projects: HistoryProject[]) => sql(db)`
  UPDATE projects SET status = 'inactive'
  WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(
    projects.filter(({ status }) => status === 'inactive').map(({ id }) => id),
  )}))`

/** Writes a whole history as one batch: all of it is there afterwards, or nothing. `now` is epoch ms. */
export const writeHistory = (db: D1Database, userId: string, { projects, goals, sessions }: History, now: number) =>
  commit(
    db,
    userId,
    ['stats'],
    [
      ...addProjects(db, userId, projects, now),
      setInactive(db, userId, projects),
      addGoals(db, userId, goals),
      ...addSessions(db, userId, sessions, now),
    ],
  )
