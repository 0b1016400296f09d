import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { TaskList } from '../../views/tasks/all'
import { Focus } from '../../views/tasks/focus'
import { ProjectTaskRows } from '../../views/tasks/of-project'
import type { ToastProps } from '../../views/ui/toast'
import { daysOff } from '../days-off/queries'
import { freeDay } from '../ledger/free-days'
import type { App } from '../lib/env'
import { notify } from '../lib/htmx'
import { localNow } from '../lib/now'
import { allOrgs } from '../lib/org'
import { cameFrom } from '../lib/page'
import { respond } from '../lib/respond'
import { focusPage } from './focus/page-data'
import { focusVersion } from './focus/version'
import { TasksView, tasksPage } from './list'
import { tasksOfProject } from './of-project'

/** The regions of `/tasks`, read now. */
export const readFocus = async <E extends App>(c: Context<E>) => {
  const { user, org, head } = c.var
  const now = localNow(user)
  const { rest_days: restDays, daily_target_minutes } = user.preferences
  const [page, off] = await Promise.all([
    focusPage(c.env.DB, user.id, org, now),
    org === allOrgs ? daysOff(c.env.DB, user.id, { from: now.today, to: now.today }) : [],
  ])
  const isFree = freeDay(now.today, { restDays, daysOff: new Set(off) }) !== undefined
  return {
    ...page,
    version: focusVersion(head, { preferences: user.preferences, today: now.today }),
    // The target is for the tasks of all organizations, and rest days and days off have none.
    target: org === allOrgs && !isFree ? daily_target_minutes : null,
  }
}

/** The list that the page of the request shows; other pages are told to look themselves. */
const changedList = async <E extends App>(c: Context<E>) => {
  const page = URL.parse(cameFrom(c, '/tasks'), c.req.url)
  if (page?.pathname === '/tasks') {
    return (
      <hx-partial hx-target="#tasks" hx-swap="outerMorph">
        <Focus {...(await readFocus(c))} />
      </hx-partial>
    )
  }
  if (page?.pathname === '/tasks/all') {
    const view = TasksView.parse(Object.fromEntries(page.searchParams))
    return (
      <TaskList
        {...(await tasksPage(c.env.DB, c.var.user.id, c.var.org, view))}
        today={localNow(c.var.user).today}
        oob
      />
    )
  }
  const [, project] = /^\/projects\/([\w-]{36})$/.exec(page?.pathname ?? '') ?? []
  if (project) {
    const tasks = await tasksOfProject(c.env.DB, c.var.user.id, c.var.org, project)
    return (
      <hx-partial hx-target="#project-tasks" hx-swap="outerMorph">
        <ProjectTaskRows {...tasks} project={project} today={localNow(c.var.user).today} />
      </hx-partial>
    )
  }
  notify(c, 'tasks-changed')
  return null
}

type Change = { toast?: ToastProps; page?: string; said?: string; more?: Child }

const ownPage = /^\/tasks\/[\w-]{36}(\/|$)/

/** Answers a write of tasks. `said` is announced to screen readers; `page` is for browsers without script. */
export const tasksChanged = <E extends App>(c: Context<E>, { toast, page, said, more }: Change) => {
  const before = cameFrom(c, '/tasks')
  return respond(c, {
    toast,
    page: page ?? (ownPage.test(before) ? '/tasks' : before),
    fragments: async () => [
      more,
      await changedList(c),
      said && (
        <hx-partial hx-target="#task-said" hx-swap="textContent">
          {said}
        </hx-partial>
      ),
    ],
  })
}
