import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { ProjectsPage } from '../../views/projects/page'
import { Row } from '../../views/projects/row'
import { ToastPart } from '../../views/ui/toast'
import { differences } from '../lib/conflict'
import type { App } from '../lib/env'
import { form } from '../lib/form'
import { cameFrom, wantsFragment } from '../lib/page'
import { ProblemError } from '../lib/problem'
import { recoverableSince } from '../lib/recoverable'
import { commit } from '../lib/sql'
import { listChanged, projectChanged } from './answers'
import { deactivate } from './deactivate/routes'
import { editForm, editTitle, newForm, newTitle, refuseNew, refuseTaken, stale } from './forms'
import { type Found, found } from './found'
import { ProjectsView, projectsPage } from './list'
import { merge } from './merge/routes'
import * as q from './queries'
import { editProject } from './rename'
import { type ListedProject, NewProjectForm, ProjectForm, type ProjectValues } from './schema'
import { described, taken } from './words'
import * as w from './writes'

const setStatus = async (c: Context<Found>, status: ListedProject['status']) => {
  const { project, user } = c.var
  if (project.status !== status) {
    const writes = w.setProjectStatus(c.env.DB, user.id, project.id, status, Date.now())
    if (!(await commit(c.env.DB, user.id, [], writes))) return c.notFound()
  }
  const undo = `/projects/${project.id}/${project.status === 'active' ? 'activate' : 'deactivate'}`
  const message = `Project set ${status}`
  return listChanged(c, project.status === status ? { message } : { message, undo }, '/projects')
}

const nameTaken = {
  status: 409,
  code: 'name_taken',
  title: 'Its name is taken',
  detail: 'Another project has the same name under the same client now. Rename that one, then restore this one again.',
} as const

export const projects = new Hono<App>()
  .get('/', async (c) => {
    const page = await projectsPage(c.env.DB, c.var.user.id, ProjectsView.parse(c.req.query()))
    return c.render(<ProjectsPage {...page} />, { title: 'Projects' })
  })

  .get('/new', async (c) => c.render(await newForm(c), { title: newTitle, heading: true }))

  .post('/', form(NewProjectForm, newTitle, newForm), async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const { name, client = '', classification = 'work', color = 'slate' } = c.req.valid('form')
    const project = { id: uuid(), name, client, classification, color, import_id: null }
    const done = await w.commitNamed(DB, user.id, [], q.addProjects(DB, user.id, [project], Date.now()))
    if (done === 'taken') return refuseNew(c, { name: [taken] })
    return listChanged(c, { message: 'Project added' }, '/projects', <div id="new-project" hx-swap-oob="true" />)
  })

  .route('/deactivate', deactivate)

  .route('/:id/merge', merge)

  .get('/:id', found, async (c) =>
    wantsFragment(c)
      ? c.render(<Row project={c.var.project} />)
      : c.redirect(`/projects#project-${c.var.project.id}`, 303),
  )

  .get('/:id/edit', found, async (c) =>
    c.render(await editForm(c, c.var.project), { title: `Edit ${c.var.project.name}`, heading: true }),
  )

  .post(
    '/:id',
    found,
    form(ProjectForm, editTitle, (c: Context<Found>, draft) => editForm(c, c.var.project, draft)),
    async (c) => {
      const { DB } = c.env
      const { user, project } = c.var
      const values = { ...project, ...c.req.valid('form') }
      const seen = (['name', 'client', 'color'] as const).some((field) => values[field] !== project[field])
      const { writes, renamed } = editProject(DB, user.id, project, values, Date.now())
      const done = await w.commitNamed(DB, user.id, seen ? ['stats'] : [], writes)
      if (done === 'taken') return refuseTaken(c, project, values)
      if (done === 'stale') {
        const saved = await q.project(DB, user.id, project.id)
        if (!saved) return c.notFound()
        const fields = differences<ProjectValues>(values, saved, described)
        if (fields.length > 0) return stale(c, saved, fields)
      }
      return projectChanged(c, project, done === 'done' ? renamed : null)
    },
  )

  .post('/:id/deactivate', found, (c) => setStatus(c, 'inactive'))

  .post('/:id/activate', found, (c) => setStatus(c, 'active'))

  .post('/:id/delete', found, async (c) => {
    const { project, user } = c.var
    const writes = w.deleteProject(c.env.DB, user.id, project.id, Date.now())
    if (!(await commit(c.env.DB, user.id, ['stats'], writes))) return c.notFound()
    const message = 'Project deleted. Its sessions and their time stay.'
    return listChanged(c, { message, undo: `/projects/${project.id}/restore` }, '/projects')
  })

  .post('/:id/restore', async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const id = c.req.param('id')
    if (await q.deletedProject(DB, user.id, id, recoverableSince(Date.now()))) {
      const done = await w.commitNamed(DB, user.id, ['stats'], w.restoreProject(DB, user.id, id))
      if (done === 'taken') {
        if (!wantsFragment(c)) throw new ProblemError(nameTaken)
        c.status(409)
        return c.render(<ToastPart message={`${nameTaken.title}. ${nameTaken.detail}`} />)
      }
    }
    if (!(await q.project(DB, user.id, id))) return c.notFound()
    return listChanged(c, { message: 'Project restored' }, cameFrom(c, '/projects'))
  })
