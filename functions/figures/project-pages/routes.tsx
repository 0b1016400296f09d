import { type Context, Hono } from 'hono'
import { ProjectHead, ProjectPage } from '../../../views/figures/project-pages/project'
import { MergeOffer, ProjectFields } from '../../../views/filing/projects/form'
import { ProjectList, ProjectRow, ProjectsPage } from '../../../views/filing/projects/page'
import { ToastPart } from '../../../views/ui/toast'
import { type Act, deleteAct, idsOf } from '../../changes/acts'
import { selectedRoutes } from '../../changes/selected'
import { projectUses, readProjects } from '../../filing/projects/page-data'
import * as q from '../../filing/projects/queries'
import { nameTaken, project, stillCountText } from '../../filing/projects/resource'
import { type ListedProject, projectKind } from '../../filing/projects/schema'
import { commit } from '../../lib/db/sql'
import { type App, todayOf } from '../../lib/env'
import type { AnyDraft } from '../../lib/http/form'
import { pathTo } from '../../lib/http/path-to'
import { prefetchFragments, respond, wantsFragment } from '../../lib/http/respond'
import { allOrgs } from '../../lib/org'
import { filingOptions } from '../../lib/resource/filing-choices'
import { kindPages } from '../../lib/resource/kind-pages'
import type { FieldsProps } from '../../lib/resource/listed-pages'
import { newRowOrg } from '../../lib/resource/new-row-filing'
import type { CompletedWrite } from '../../lib/resource/resource-pages'
import { quoteShort } from '../../lib/text/text'
import { projectPageData } from './page-data'

/** Another project of the organization that already has the draft's name. */
const namesake = (c: Context<App>, row: ListedProject, draft: AnyDraft) => {
  const { data } = projectKind.EditForm.safeParse(draft.values)
  return data ? q.projectNamed(c.env.DB, c.var.user.id, data.name, data.client ?? row.client) : null
}

const fields = async (c: Context<App>, { row, draft, idPrefix }: FieldsProps<ListedProject>) => {
  const { DB } = c.env
  const { user, org } = c.var
  const [projects, organizations] = await Promise.all([
    q.projects(DB, user.id, org),
    filingOptions(DB, user.id, allOrgs, 'organization_id'),
  ])
  const client = organizations.find(({ value }) => value === newRowOrg(c))?.label ?? ''
  const same = row && draft?.errors.name?.includes(nameTaken) ? await namesake(c, row, draft) : null
  return (
    <>
      {row && same && <MergeOffer project={row} same={same} />}
      <ProjectFields
        values={row ?? { client, color: q.freeColor(projects) }}
        draft={draft}
        projects={projects}
        organizations={organizations.map(({ label }) => label)}
        idPrefix={idPrefix}
        saved={row}
      />
    </>
  )
}

const OneRow = async ({ c, row }: { c: Context<App>; row: ListedProject }) => (
  <ProjectRow project={row} uses={await projectUses(c.env.DB, c.var.user, todayOf(c), row.id)} />
)

/** Responds to an edit with the project's row. Null if the row's place in the list or a sum has changed. */
const answerEdit = async (c: Context<App>, { id, before, values, toast, undo }: CompletedWrite<ListedProject>) => {
  if (!wantsFragment(c)) return respond(c, { toast, page: '/projects', fragments: () => null })
  const moving = ['name', 'client', 'status', 'classification'] as const
  if (moving.some((field) => values?.[field] !== before?.[field])) return null
  const saved = await q.project(c.env.DB, c.var.user.id, id)
  if (!saved) return c.notFound()
  return c.render([<OneRow c={c} row={saved} />, undo?.undo && <ToastPart message="Project saved" {...undo} />])
}

// In a form and a conflict the organization is the field `client`.
const { pages, routes } = kindPages({ ...projectKind, ids: [] }, project, {
  read: readProjects,
  view: (page) => <ProjectsPage {...page} />,
  list: (page) => <ProjectList {...page} oob />,
  item: (row, c) => <OneRow c={c} row={row} />,
  head: (_c, row) => <ProjectHead project={row} />,
  page: async (c, row) => (
    <ProjectPage project={row} {...(await projectPageData(c.env.DB, c.var.user, c.var.org, row.id))} />
  ),
  fields,
  edited: answerEdit,
  restoreRefused: {
    status: 409,
    code: 'name_taken',
    title: 'Name already taken',
    detail: 'Another project of this organization now has the same name. Rename that one, then restore this one.',
  },
})

const setStatus = async (c: Context<q.WithProject>, status: ListedProject['status']) => {
  const { project, user } = c.var
  const counted = stillCountText(project)
  const message = `${status === 'active' ? 'Unarchived' : 'Archived'}${counted ? `. ${counted}` : ''}`
  if (project.status === status) return pages.listChanged(c, { message })
  const writes = q.setProjectStatus(c.env.DB, user.id, project.id, status, Date.now())
  const undo = pathTo`/projects/${project.id}/${project.status === 'active' ? 'activate' : 'deactivate'}`
  const answer = prefetchFragments(c, () => pages.listChanged(c, { message, undo }))
  return (await commit(c.env.DB, user.id, [], writes)) ? answer() : c.notFound()
}

type Status = Pick<ListedProject, 'id' | 'status'>

const sets = (status: Status['status'], kind: Act<Status>['kind'], done: string): Act<Status> => ({
  kind,
  plan: async ({ db, userId, rows, now }) => {
    const ids = idsOf((await rows).filter((project) => project.status !== status))
    return {
      ids,
      done,
      touched: { projects: ids },
      writes: [q.setStatusOfProjects(db, userId, ids, status, now.instant)],
    }
  },
})

export const selectedProjects = selectedRoutes({
  kind: 'project',
  schema: projectKind.Row.pick({ id: true, name: true, status: true }),
  nameOf: ({ name }) => quoteShort(name),
  answer: pages.listChanged,
  acts: {
    archive: sets('inactive', 'deactivate', 'Archived'),
    unarchive: sets('active', 'activate', 'Unarchived'),
    delete: deleteAct('project', undefined, ', sessions kept'),
  },
})

/** `/projects` */
export const projects = new Hono<App>()
  .route('/', selectedProjects.routes)
  .post('/:id/deactivate', q.loadProject, (c) => setStatus(c, 'inactive'))
  .post('/:id/activate', q.loadProject, (c) => setStatus(c, 'active'))
  .route('/', routes)
