import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { EditingRow, EditProject, NewProject, type ProjectDraft } from '../../views/projects/form'
import { ProjectList } from '../../views/projects/page'
import { Row } from '../../views/projects/row'
import { ToastPart, type ToastProps } from '../../views/ui/toast'
import type { Difference } from '../lib/conflict'
import type { App } from '../lib/env'
import { flash, wantsPart } from '../lib/page'
import { answerStale } from '../lib/stale'
import * as q from './queries'
import type { ListedProject, ProjectValues } from './schema'

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
  return <NewProject values={values} draft={draft} clients={clientsOf(projects)} inPlace={wantsPart(c)} />
}

/** A project's form; again, with messages next to its fields, when the input was invalid. */
export const editForm = async <E extends App>(c: Context<E>, project: ListedProject, draft?: ProjectDraft) => {
  const projects = await q.listedProjects(c.env.DB, c.var.user.id)
  return <EditProject project={project} draft={draft} clients={clientsOf(projects)} inPlace={wantsPart(c)} />
}

/** After a write that moves projects: the list, save what is being edited in it; or the page of the list. */
export const listChanged = async <E extends App>(c: Context<E>, toast: ToastProps, back: string, more?: Child) => {
  if (!wantsPart(c)) {
    flash(c, toast)
    return c.redirect(back, 303)
  }
  return c.render(
    <>
      {more}
      <ProjectList projects={await q.listedProjects(c.env.DB, c.var.user.id)} oob />
      <ToastPart {...toast} />
    </>,
  )
}

/** After an edit: the project's row, or the list where its place in it has changed. */
export const projectChanged = async <E extends App>(c: Context<E>, before: ListedProject) => {
  if (!wantsPart(c)) return c.redirect('/projects', 303)
  const project = await q.project(c.env.DB, c.var.user.id, before.id)
  if (!project) return c.notFound()
  const moved = (['name', 'client', 'status'] as const).some((field) => project[field] !== before[field])
  return moved ? listChanged(c, { message: 'Project saved' }, '/projects') : c.render(<Row project={project} />)
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
