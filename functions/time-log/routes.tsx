import { Hono } from 'hono'
import { z } from 'zod'
import { NextPage } from '../../views/sessions/list'
import { subjectInWords } from '../../views/sessions/words'
import { SessionsPage } from '../../views/time-log/page'
import { dayStart } from '../lib/days'
import type { App } from '../lib/env'
import { wantsFragment } from '../lib/page'
import { todayOf } from '../lib/today'
import { currentWeek } from '../sessions/fragments'
import { filterOptions } from '../sessions/list/filter-options'
import { listPage } from '../sessions/list/page'
import { allSessions, isUnfiltered, subjectsOf, ViewQuery, viewParams } from '../sessions/list/view'
import { plannedList } from '../sessions/planned'
import { loadShell } from '../shell/load'
import { unfinishedList } from '../timer/unfinished/page-data'

const title = 'Sessions'

const unfinishedLimit = 5

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
  const { searchParams } = new URL(c.req.url)
  const { data: view, error } = ViewQuery.safeParse(viewParams(searchParams))
  if (!view) {
    const draft = { values: c.req.query(), errors: z.flattenError(error).fieldErrors }
    const props = { view: allSessions, names: new Map(), page: null, week: await currentWeek(c) }
    c.status(422)
    return c.render(<SessionsPage options={await filterOptions(DB, user.id)} draft={draft} {...props} {...context} />, {
      title,
      shell,
    })
  }
  const page = await listPage(DB, user.id, view)
  const labels = subjectsOf(view).map((value) => ({
    value,
    label: subjectInWords(value, page.names, user.preferences.clock),
  }))
  const selected = labels.flatMap(({ value, label }) => (label === null ? [] : [{ value, label }]))
  if (selected.length < labels.length) return c.notFound()
  const props = { view, page, names: page.names, ...context }
  if (view.after && wantsFragment(c)) return c.render(<NextPage {...props} />)
  const options = await filterOptions(DB, user.id, selected)
  const unfinished = isUnfiltered(view)
    ? await unfinishedList(DB, user, { limit: unfinishedLimit }, Date.now())
    : undefined
  const planned = isUnfiltered(view) && user.next_planned_at ? await plannedList(DB, user.id) : null
  const above = { week: await currentWeek(c), unfinished, planned }
  return c.render(<SessionsPage options={options} {...above} {...props} />, { title, shell })
})
