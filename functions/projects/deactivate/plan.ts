import type { ChangePlan } from '../../changes/run'
import { quoted } from '../../changes/words'
import { plural } from '../../lib/format'
import { projectsOf } from '../queries'
import type { ProjectRow } from '../schema'
import { deleteProjects, setStatusOfProjects } from '../writes'

export const deactivation = (
  db: D1Database,
  userId: string,
  projects: Pick<ProjectRow, 'id'>[],
  names: string,
  now: number,
): ChangePlan => {
  const ids = projects.map(({ id }) => id)
  return {
    kind: 'deactivate',
    summary: `Archived ${names}`,
    touched: { projects: ids },
    writes: [setStatusOfProjects(db, userId, ids, 'inactive', now)],
  }
}

const summaryOf = (projects: ProjectRow[]) =>
  projects.length === 1 && projects[0] ? quoted(projects[0].name) : plural(projects.length, 'project')

/** Sets the active ones among some projects inactive. Refused when one is `gone`, or `none` is active. */
export const planDeactivate = async (
  db: D1Database,
  userId: string,
  ids: string[],
  now: number,
): Promise<ChangePlan | { refused: 'gone' | 'none' }> => {
  const projects = await projectsOf(db, userId, ids)
  if (projects.length < ids.length) return { refused: 'gone' }
  const active = projects.filter(({ status }) => status === 'active')
  return active.length === 0 ? { refused: 'none' } : deactivation(db, userId, active, summaryOf(active), now)
}

/** Unarchives the archived ones among some projects. Refused when one is `gone`, or `none` is archived. */
export const planActivate = async (
  db: D1Database,
  userId: string,
  ids: string[],
  now: number,
): Promise<ChangePlan | { refused: 'gone' | 'none' }> => {
  const projects = await projectsOf(db, userId, ids)
  if (projects.length < ids.length) return { refused: 'gone' }
  const archived = projects.filter(({ status }) => status === 'inactive')
  if (archived.length === 0) return { refused: 'none' }
  const changed = archived.map(({ id }) => id)
  return {
    kind: 'activate',
    summary: `Unarchived ${summaryOf(archived)}`,
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
