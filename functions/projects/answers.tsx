import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { ProjectList } from '../../views/projects/page'
import { Row } from '../../views/projects/row'
import { ToastPart, type ToastProps } from '../../views/ui/toast'
import type { App } from '../lib/env'
import { flash, wantsPart } from '../lib/page'
import * as q from './queries'
import type { ListedProject } from './schema'

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
