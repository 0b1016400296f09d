import { quoted } from '../../../data/changes/queries'
import type { ChangePlan } from '../../../data/changes/run'
import { plural } from '../../../lib/format'
import { projectsOf } from '../queries'
import type { ProjectRow } from '../schema'
import { deleteProjects, setStatusOfProjects } from '../writes'

const summaryOf = (projects: ProjectRow[]) =>
  projects.length === 1 && projects[0] ? quoted(projects[0].name) : plural(projects.length, 'project')

type Planned = Promise<ChangePlan | { refused: 'gone' | 'none' }>

type WithStatus = { refused: 'gone' | 'none' } | { found: ProjectRow[] }

/** Finds which projects have the status `wanted`. Refused when one is `gone`, or `none` has it. */
const withStatus = async (
  db: D1Database,
  userId: string,
  ids: string[],
  wanted: ProjectRow['status'],
): Promise<WithStatus> => {
  const projects = await projectsOf(db, userId, ids)
  if (projects.length < ids.length) return { refused: 'gone' }
  const found = projects.filter(({ status }) => status === wanted)
  return found.length === 0 ? { refused: 'none' } : { found }
}

/** Archives the active ones among some projects. */
export const planDeactivate = async (db: D1Database, userId: string, ids: string[], now: number): Planned => {
  const active = await withStatus(db, userId, ids, 'active')
  if ('refused' in active) return active
  const changed = active.found.map(({ id }) => id)
  return {
    kind: 'deactivate',
    summary: `Archived ${summaryOf(active.found)}`,
    touched: { projects: changed },
    writes: [setStatusOfProjects(db, userId, changed, 'inactive', now)],
  }
}

/** Unarchives the archived ones among some projects. */
export const planActivate = async (db: D1Database, userId: string, ids: string[], now: number): Planned => {
  const archived = await withStatus(db, userId, ids, 'inactive')
  if ('refused' in archived) return archived
  const changed = archived.found.map(({ id }) => id)
  return {
    kind: 'activate',
    summary: `Unarchived ${summaryOf(archived.found)}`,
    touched: { projects: changed },
    writes: [setStatusOfProjects(db, userId, changed, 'active', now)],
  }
}

/** Deletes projects; their sessions stay. Refused when one is `gone`. */
export const planDelete = async (
  db: D1Database,
  userId: string,
  ids: string[],
  now: number,
): Promise<ChangePlan | { refused: 'gone' }> => {
  const projects = await projectsOf(db, userId, ids)
  if (projects.length < ids.length || projects.length === 0) return { refused: 'gone' }
  return {
    kind: 'delete',
    summary: `Deleted ${summaryOf(projects)}, sessions kept`,
    touched: { projects: ids },
    writes: [deleteProjects(db, userId, ids, now)],
  }
}
