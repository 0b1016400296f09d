import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { ProjectList } from '../../views/projects/page'
import { Row } from '../../views/projects/row'
import { ToastPart, type ToastProps } from '../../views/ui/toast'
import type { Made } from '../changes/make'
import type { App } from '../lib/env'
import { cameFrom, flash, wantsFragment } from '../lib/page'
import { ProjectsView, projectsPage } from './list'
import * as q from './queries'
import type { ListedProject } from './schema'

/** The page of the list that is on screen where htmx asked. */
const pageHere = <E extends App>(c: Context<E>) => {
  const here = new URL(cameFrom(c, '/projects'), c.req.url)
  return projectsPage(c.env.DB, c.var.user.id, ProjectsView.parse(Object.fromEntries(here.searchParams)))
}

/** After a write that moves projects: the list, save what is being edited in it; or the page of the list. */
export const listChanged = async <E extends App>(c: Context<E>, toast: ToastProps, back: string, more?: Child) => {
  if (!wantsFragment(c)) {
    flash(c, toast)
    return c.redirect(back, 303)
  }
  return c.render(
    <>
      {more}
      <ProjectList {...(await pageHere(c))} oob />
      <ToastPart {...toast} />
    </>,
  )
}

/** After an edit: the project's row, or the list where its place in it has changed. A new name can be taken back. */
export const projectChanged = async <E extends App>(c: Context<E>, before: ListedProject, renamed: Made | null) => {
  const toast = renamed && { message: renamed.summary, undo: `/changes/${renamed.id}/undo` }
  if (!wantsFragment(c)) {
    if (toast) flash(c, toast)
    return c.redirect('/projects', 303)
  }
  const project = await q.project(c.env.DB, c.var.user.id, before.id)
  if (!project) return c.notFound()
  const moved = (['name', 'client', 'status'] as const).some((field) => project[field] !== before[field])
  return moved
    ? listChanged(c, toast ?? { message: 'Project saved' }, '/projects')
    : c.render(<Row project={project} />)
}
