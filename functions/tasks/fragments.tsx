import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { TaskList } from '../../views/tasks/all'
import { Focus } from '../../views/tasks/focus'
import type { ToastProps } from '../../views/ui/toast'
import type { App } from '../lib/env'
import { notify } from '../lib/htmx'
import { localNow } from '../lib/now'
import { cameFrom } from '../lib/page'
import { respond } from '../lib/respond'
import { focusPage } from './focus/page-data'
import { focusVersion } from './focus/version'
import { TasksView, tasksPage } from './list'

/** The regions of `/tasks`, read now. */
export const readFocus = async <E extends App>(c: Context<E>) => {
  const { user, head } = c.var
  const now = localNow(user)
  const page = await focusPage(c.env.DB, user.id, now)
  return {
    ...page,
    version: focusVersion(head, { preferences: user.preferences, today: now.today }),
    target: user.preferences.daily_target_minutes,
  }
}

/** The list that the page of the request shows; other pages are told to look themselves. */
const changedList = async <E extends App>(c: Context<E>, focused?: string) => {
  const page = URL.parse(cameFrom(c, '/tasks'), c.req.url)
  if (page?.pathname === '/tasks') {
    return (
      <hx-partial hx-target="#tasks" hx-swap="outerMorph">
        <Focus {...(await readFocus(c))} focused={focused} />
      </hx-partial>
    )
  }
  if (page?.pathname === '/tasks/all') {
    const view = TasksView.parse(Object.fromEntries(page.searchParams))
    return <TaskList {...(await tasksPage(c.env.DB, c.var.user.id, view))} today={localNow(c.var.user).today} oob />
  }
  notify(c, 'tasks-changed')
  return null
}

type Change = { toast?: ToastProps; page?: string; focused?: string; said?: string; more?: Child }

const ownPage = /^\/tasks\/[\w-]{36}(\/|$)/

/** Answers a write of tasks. `said` is announced to screen readers; `page` is for browsers without script. */
export const tasksChanged = <E extends App>(c: Context<E>, { toast, page, focused, said, more }: Change) => {
  const before = cameFrom(c, '/tasks')
  return respond(c, {
    toast,
    page: page ?? (ownPage.test(before) ? '/tasks' : before),
    fragments: async () => [
      more,
      await changedList(c, focused),
      said && (
        <hx-partial hx-target="#task-said" hx-swap="textContent">
          {said}
        </hx-partial>
      ),
    ],
  })
}
