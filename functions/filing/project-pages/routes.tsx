import { type Context, Hono } from 'hono'
import { ProjectsPage } from '../../../views/filing/projects/page'
import type { App } from '../../lib/env'
import { resourcePages } from '../../lib/resource/pages'
import { fragmentsWith } from '../../lib/respond'
import { carriedRows } from '../../lib/selection'
import { commit } from '../../lib/sql'
import { deactivate, manyProjects } from '../projects/deactivate/routes'
import { ProjectsView, projectsPage } from '../projects/list'
import { loadProject, type WithProject } from '../projects/load'
import { project, stillCountText } from '../projects/resource'
import type { ListedProject } from '../projects/schema'
import { setProjectStatus } from '../projects/writes'
import { projectList, projectPages } from './pages'

const setStatus = async (c: Context<WithProject>, status: ListedProject['status']) => {
  const { project, user } = c.var
  const counted = stillCountText(project)
  const message = `${status === 'active' ? 'Unarchived' : 'Archived'}${counted ? `. ${counted}` : ''}`
  if (project.status === status) return projectList.listChanged(c, { message })
  const writes = setProjectStatus(c.env.DB, user.id, project.id, status, Date.now())
  const undo = `/projects/${project.id}/${project.status === 'active' ? 'activate' : 'deactivate'}`
  const answer = fragmentsWith(c, () => projectList.listChanged(c, { message, undo }))
  return (await commit(c.env.DB, user.id, [], writes)) ? answer() : c.notFound()
}

export const projects = new Hono<App>()
  .get('/', async (c) => {
    const page = await projectsPage(c.env.DB, c.var.user.id, ProjectsView.parse(c.req.query()), c.var.org)
    return c.render(<ProjectsPage {...page} carried={carriedRows(c, 'project')} />, { title: 'Projects' })
  })
  .route('/deactivate', deactivate)
  .route('/', manyProjects)
  .post('/:id/deactivate', loadProject, (c) => setStatus(c, 'inactive'))
  .post('/:id/activate', loadProject, (c) => setStatus(c, 'active'))
  .route('/', resourcePages(project, projectPages))
