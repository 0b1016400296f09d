import { Hono } from 'hono'
import { z } from 'zod'
import { NextPage } from '../../views/sessions/list'
import { nameOf } from '../../views/sessions/words'
import { SessionsPage } from '../../views/time-log/page'
import { dayStart } from '../lib/days'
import type { App } from '../lib/env'
import { wantsFragment } from '../lib/page'
import { todayOf } from '../lib/today'
import { subjectOptions } from '../sessions/choices'
import { currentWeek } from '../sessions/fragments'
import { listPage } from '../sessions/list/page'
import { allSessions, type SessionsView, ViewQuery } from '../sessions/list/view'
import { loadShell } from '../shell/load'
import { unfinishedList } from '../timer/unfinished/page-data'

const title = 'Sessions'

const unfinishedLimit = 5

const isUnfiltered = ({ from, to, subject, after, selecting }: SessionsView) =>
  from === null && to === null && subject === 'all' && after === null && !selecting

/** `/sessions`: the list of sessions with what stands above it. */
export const timeLog = new Hono<App>().get('/', async (c) => {
  const { DB } = c.env
  const { user } = c.var
  const shell = await loadShell(c)
  const { now, timer } = shell
  const today = todayOf(c)
  const running = {
    from: dayStart(today, user.preferences),
    runs: timer && { started_at: timer.started_at, now },
  }
  const context = { reader: user.preferences, today, running }
  const { data: view, error } = ViewQuery.safeParse(c.req.query())
  if (!view) {
    const draft = { values: c.req.query(), errors: z.flattenError(error).fieldErrors }
    const subjects = await subjectOptions(DB, user.id)
    const props = { view: allSessions, names: new Map(), page: null, week: await currentWeek(c) }
    c.status(422)
    return c.render(<SessionsPage subjects={subjects} draft={draft} {...props} {...context} />, { title, shell })
  }
  const page = await listPage(DB, user.id, view)
  const label = nameOf(page.names, view.subject)
  if (/^(project|goal):/.test(view.subject) && label === undefined) return c.notFound()
  const props = { view, page, names: page.names, ...context }
  if (view.after && wantsFragment(c)) return c.render(<NextPage {...props} />)
  const subjects = await subjectOptions(DB, user.id, label === undefined ? undefined : { value: view.subject, label })
  const unfinished = isUnfiltered(view)
    ? await unfinishedList(DB, user, { limit: unfinishedLimit }, Date.now())
    : undefined
  return c.render(<SessionsPage subjects={subjects} week={await currentWeek(c)} unfinished={unfinished} {...props} />, {
    title,
    shell,
  })
})
