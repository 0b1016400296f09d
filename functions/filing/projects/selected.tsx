import { type Context, Hono } from 'hono'
import { DeactivateProjects } from '../../../views/filing/projects/deactivate'
import { quoted } from '../../data/changes/queries'
import { type ChangePlan, respondUndoable, runUndoable } from '../../data/changes/run'
import type { App } from '../../lib/env'
import { submittedAll } from '../../lib/form'
import { plural } from '../../lib/format'
import { isOrg } from '../../lib/org'
import { ProblemError } from '../../lib/problem'
import { checkSelection } from '../../lib/selection'
import { deleteProjects, projects, projectsOf, setStatusOfProjects, trackedSums } from './queries'
import type { ProjectRow } from './schema'

const summaryOf = (projects: ProjectRow[]) =>
  projects.length === 1 && projects[0] ? quoted(projects[0].name) : plural(projects.length, 'project')

type Planned = Promise<ChangePlan | { refused: 'gone' | 'none' }>

const statusChanges = {
  inactive: { kind: 'deactivate', done: 'Archived' },
  active: { kind: 'activate', done: 'Unarchived' },
} as const

/** Archives or unarchives those of some projects that are not yet so. Refused when one is `gone`, or `none` changes. */
const planStatus =
  (status: ProjectRow['status']) =>
  async (db: D1Database, userId: string, ids: string[], now: number): Planned => {
    const projects = await projectsOf(db, userId, ids)
    if (projects.length < ids.length) return { refused: 'gone' }
    const found = projects.filter((project) => project.status !== status)
    if (found.length === 0) return { refused: 'none' }
    const changed = found.map(({ id }) => id)
    const { kind, done } = statusChanges[status]
    return {
      kind,
      summary: `${done} ${summaryOf(found)}`,
      touched: { projects: changed },
      writes: [setStatusOfProjects(db, userId, changed, status, now)],
    }
  }

/** Deletes projects; their sessions stay. Refused when one is `gone`. */
const planDelete = async (db: D1Database, userId: string, ids: string[], now: number): Planned => {
  const projects = await projectsOf(db, userId, ids)
  if (projects.length < ids.length || projects.length === 0) return { refused: 'gone' }
  return {
    kind: 'delete',
    summary: `Deleted ${summaryOf(projects)}, sessions kept`,
    touched: { projects: ids },
    writes: [deleteProjects(db, userId, ids, now)],
  }
}

const title = 'Archive projects'

const gone = 'One of these projects no longer exists. Go back to the list and select again.'
const none = 'None of these projects is active.'

const page = async (c: Context<App>, ids: string[], refused?: 'gone' | 'none') => {
  const { DB } = c.env
  const { user } = c.var
  const [projects, sums] = await Promise.all([
    projectsOf(DB, user.id, ids),
    trackedSums(
      DB,
      user.id,
      ids.map((id) => ({ id })),
    ),
  ])
  const reason = refused ?? (projects.length < ids.length ? 'gone' : undefined)
  if (reason) c.status(422)
  const active = projects.filter(({ status }) => status === 'active')
  const error = reason && { gone, none }[reason]
  return c.render(<DeactivateProjects projects={active} sums={sums} error={error} />, { title, heading: true })
}

/** `/projects/deactivate`: many at once, or the active ones of an organization (`?organization=<id>`). */
export const deactivate = new Hono<App>()
  .get('/', async (c) => {
    const organization = c.req.query('organization')
    if (organization === undefined) return page(c, checkSelection([...new Set(c.req.queries('project'))]))
    const all = isOrg(organization) ? await projects(c.env.DB, c.var.user.id, organization) : []
    return page(c, checkSelection(all.filter(({ status }) => status === 'active').map(({ id }) => id)))
  })

  .post('/', async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const ids = checkSelection(submittedAll(c, 'project'))
    const change = await runUndoable(DB, user.id, (now) => planStatus('inactive')(DB, user.id, ids, now))
    if ('refused' in change) return page(c, ids, change.refused)
    return respondUndoable(c, change, '/projects')
  })

const refused = (detail: string) =>
  new ProblemError({ status: 422, code: 'invalid', title: 'Nothing changed', detail, again: '/projects' })

const changeMany = async (c: Context<App>, plan: typeof planDelete, noneWords: string) => {
  const { DB } = c.env
  const { user } = c.var
  const ids = checkSelection(submittedAll(c, 'project'))
  if (ids.length === 0) throw refused('Select the projects to change, then try again.')
  const change = await runUndoable(DB, user.id, (now) => plan(DB, user.id, ids, now))
  if ('refused' in change) throw refused(change.refused === 'gone' ? gone : noneWords)
  return respondUndoable(c, change, '/projects')
}

/** `/projects/activate` and `/projects/delete`: many at once, each with one Undo. */
export const manyProjects = new Hono<App>()
  .post('/activate', (c) => changeMany(c, planStatus('active'), 'None of these projects is archived.'))
  .post('/delete', (c) => changeMany(c, planDelete, gone))
