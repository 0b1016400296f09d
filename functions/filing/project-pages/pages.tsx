import type { Context } from 'hono'
import { ProjectPage } from '../../../views/filing/project-pages/project'
import { MergeOffer, ProjectFields } from '../../../views/filing/projects/form'
import { ProjectList, ProjectRow } from '../../../views/filing/projects/page'
import { type App, todayOf } from '../../lib/env'
import { allOrgs } from '../../lib/org'
import { addedTo } from '../../lib/resource/added'
import { filingOptions } from '../../lib/resource/choices'
import { listed } from '../../lib/resource/listed'
import type { AnyDraft, Done, Pages } from '../../lib/resource/pages'
import { respond, wantsFragment } from '../../lib/respond'
import { ProjectsView, projectsPage } from '../projects/list'
import * as q from '../projects/queries'
import {
  emptyProject,
  type ListedProject,
  NewProjectForm,
  type NewProjectValues,
  ProjectForm,
} from '../projects/schema'
import { described, nameTaken } from '../projects/words'
import { projectPageData } from './page-data'

/** The project of the same organization that already has the name in a draft. */
const namesake = (c: Context<App>, row: ListedProject, draft: AnyDraft) => {
  const { data } = ProjectForm.safeParse(draft.values)
  return data ? q.projectNamed(c.env.DB, c.var.user.id, data.name, data.client ?? row.client) : null
}

export const projectList = listed<ListedProject>({
  name: 'project',
  path: '/projects',
  titleOf: ({ name }) => name,
  item: (row) => <ProjectRow project={row} />,
  list: async (c, search) => {
    const view = ProjectsView.parse(Object.fromEntries(search))
    return <ProjectList {...(await projectsPage(c.env.DB, c.var.user.id, view, c.var.org))} oob />
  },
  fields: async (c, { row, draft, idPrefix }) => {
    const { DB } = c.env
    const { user, org } = c.var
    const [projects, organizations] = await Promise.all([
      q.projects(DB, user.id, org),
      filingOptions(DB, user.id, allOrgs, 'organization_id'),
    ])
    const client = organizations.find(({ value }) => value === addedTo(c))?.label ?? ''
    const same = row && draft?.errors.name?.includes(nameTaken) ? await namesake(c, row, draft) : null
    return (
      <>
        {row && same && <MergeOffer project={row} same={same} />}
        <ProjectFields
          values={row ?? { ...emptyProject, client, color: q.nextColor(projects.length) }}
          draft={draft}
          organizations={organizations.map(({ label }) => label)}
          idPrefix={idPrefix}
          saved={row}
        />
      </>
    )
  },
})

/** Answers an edit with the project's row, or with the list where its place in it or a sum has changed. */
const answerEdit = async (c: Context<App>, done: Done<ListedProject>) => {
  if (!wantsFragment(c)) return respond(c, { toast: done.toast, page: '/projects', fragments: () => null })
  const hasMoved = (['name', 'client', 'status', 'classification'] as const).some(
    (field) => done.values?.[field] !== done.before?.[field],
  )
  if (hasMoved) return projectList.answer(c, done)
  const saved = await q.project(c.env.DB, c.var.user.id, done.id)
  return saved ? c.render(<ProjectRow project={saved} />) : c.notFound()
}

export const projectPages: Pages<ListedProject, NewProjectValues> = {
  ...projectList,
  show: async (c, row) => {
    if (wantsFragment(c)) return c.render(<ProjectRow project={row} />)
    const data = await projectPageData(c.env.DB, c.var.user, c.var.org, row.id, todayOf(c))
    return c.render(<ProjectPage project={row} {...data} />, { title: row.name })
  },
  create: NewProjectForm,
  edit: ProjectForm,
  described: () => described,
  answer: (c, done) => (done.action === 'edit' ? answerEdit(c, done) : projectList.answer(c, done)),
  restoreRefused: {
    status: 409,
    code: 'name_taken',
    title: 'Name already taken',
    detail: 'Another project of this organization now has the same name. Rename that one, then restore this one.',
  },
}
