import type { Context } from 'hono'
import { EditingRow, EditProject, NewProject, type ProjectDraft } from '../../views/projects/form'
import type { Difference } from '../lib/conflict'
import type { App } from '../lib/env'
import { submittedText } from '../lib/form'
import { wantsFragment } from '../lib/page'
import { answerStale } from '../lib/stale'
import * as q from './queries'
import type { ListedProject, ProjectRow, ProjectValues } from './schema'
import { taken } from './words'

export const newTitle = 'New project'
export const editTitle = 'Edit project'

const clientsOf = (projects: ListedProject[]) => [...new Set(projects.map(({ client }) => client))].filter(Boolean)

/** The form for a new project, which proposes the next colour of the palette. */
export const newForm = async (c: Context<App>, draft?: ProjectDraft) => {
  const projects = await q.listedProjects(c.env.DB, c.var.user.id)
  const values: ProjectValues = {
    name: '',
    client: '',
    classification: 'work',
    status: 'active',
    color: q.nextColor(projects.length),
  }
  return <NewProject values={values} draft={draft} clients={clientsOf(projects)} inPlace={wantsFragment(c)} />
}

/** A project's form; again, with messages next to its fields, when the input was invalid. */
export const editForm = async <E extends App>(
  c: Context<E>,
  project: ListedProject,
  draft?: ProjectDraft,
  same?: ProjectRow | null,
) => {
  const projects = await q.listedProjects(c.env.DB, c.var.user.id)
  return (
    <EditProject project={project} draft={draft} clients={clientsOf(projects)} inPlace={wantsFragment(c)} same={same} />
  )
}

/** Answers with the form of a new project as it was filled in, and what is wrong with it: 422. */
export const refuseNew = async (c: Context<App>, errors: ProjectDraft['errors']) => {
  c.status(422)
  return c.render(await newForm(c, { values: await submittedText(c), errors }), { title: newTitle, heading: true })
}

/** The same of a project that is there, whose new name another one has: the two can be merged. */
export const refuseTaken = async <E extends App>(c: Context<E>, project: ListedProject, wanted: ProjectValues) => {
  c.status(422)
  const same = await q.projectNamed(c.env.DB, c.var.user.id, wanted.name, wanted.client)
  const draft = { values: await submittedText(c), errors: { name: [taken] } }
  return c.render(await editForm(c, project, draft, same), { title: `Edit ${project.name}`, heading: true })
}

/** A stale edit of a project. */
export const stale = <E extends App>(c: Context<E>, saved: ListedProject, fields: Difference[]) =>
  answerStale(c, {
    what: 'project',
    title: `Edit ${saved.name}`,
    page: `/projects/${saved.id}`,
    saved,
    fields,
    row: (conflict) => <EditingRow project={saved}>{conflict}</EditingRow>,
  })
