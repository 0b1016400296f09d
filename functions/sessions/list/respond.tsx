import type { Context } from 'hono'
import { z } from 'zod'
import { NextPage } from '../../../views/sessions/list'
import { SessionsPage } from '../../../views/sessions/page'
import { nameOf } from '../../../views/sessions/words'
import { dayStart } from '../../lib/days'
import type { App } from '../../lib/env'
import { wantsFragment } from '../../lib/page'
import { todayOf } from '../../lib/today'
import { loadShell } from '../../shell/load'
import { latestUnfinished } from '../../timer/unfinished/page-data'
import { subjectOptions } from '../choices'
import { currentWeek } from '../fragments'
import { listPage } from './page'
import { allSessions, type SessionsView, ViewQuery } from './view'

const title = 'Sessions'

/** Whether a view is the list from its top on, of everything there is. */
const isWhole = ({ from, to, subject, after, selecting }: SessionsView) =>
  from === null && to === null && subject === 'all' && after === null && !selecting

/** The list of what the address asks for; what cannot be had is said next to its field. */
export const respondList = async (c: Context<App>) => {
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
    const shown = { view: allSessions, names: new Map(), page: null, week: await currentWeek(c) }
    c.status(422)
    return c.render(<SessionsPage subjects={subjects} draft={draft} {...shown} {...context} />, { title, shell })
  }
  const page = await listPage(DB, user.id, view)
  const label = nameOf(page.names, view.subject)
  if (/^(project|goal):/.test(view.subject) && label === undefined) return c.notFound()
  const shown = { view, page, names: page.names, ...context }
  if (view.after && wantsFragment(c)) return c.render(<NextPage {...shown} />)
  const subjects = await subjectOptions(DB, user.id, label === undefined ? undefined : { value: view.subject, label })
  const left = isWhole(view) ? await latestUnfinished(DB, user, Date.now()) : undefined
  return c.render(<SessionsPage subjects={subjects} week={await currentWeek(c)} left={left} {...shown} />, {
    title,
    shell,
  })
}
