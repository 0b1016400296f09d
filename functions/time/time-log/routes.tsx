import { Hono } from 'hono'
import { z } from 'zod'
import { NextPage } from '../../../views/time/sessions/list'
import { SessionsPage } from '../../../views/time/time-log/page'
import type { App } from '../../lib/env'
import { eachSubject, groupsOf } from '../../lib/filter'
import { rangeRead } from '../../lib/http/date-fields'
import { wantsFragment } from '../../lib/http/respond'
import { currentWeek, followedList, pageContext } from '../sessions/fragments'
import { filterOptions, withSelected } from '../sessions/list/filter-options'
import { listPage } from '../sessions/list/page'
import { allSessions, inContext, isUnfiltered, ViewQuery, viewParams } from '../sessions/list/view'
import { plannedList } from '../sessions/planned'
import { subjectInWords } from '../sessions/words'
import { unfinishedList } from '../timer/unfinished/routes'

const title = 'Sessions'

const unfinishedLimit = 5

/** `/sessions`: the list of sessions with what stands above it. */
export const timeLog = new Hono<App>().get('/', async (c) => {
  const { DB } = c.env
  const { user, org, orgTime } = c.var
  const { searchParams } = new URL(c.req.url)
  const { data, error } = ViewQuery.safeParse(rangeRead(c, viewParams(searchParams)))
  if (!data) {
    const draft = { values: c.req.query(), errors: z.flattenError(error).fieldErrors }
    const [week, options, context] = await Promise.all([
      currentWeek(c),
      filterOptions(DB, user.id, [], org),
      pageContext(c),
    ])
    const props = { view: allSessions, names: new Map(), page: null, week, options }
    c.status(422)
    return c.render(<SessionsPage draft={draft} {...props} {...context} />, { title })
  }
  const view = inContext(data, orgTime)
  const isPart = view.after !== null && wantsFragment(c)
  const isWhole = isUnfiltered(view) && !isPart
  const [page, context, options, week, unfinished, planned] = await Promise.all([
    followedList(c, view) ?? listPage(DB, user.id, view),
    pageContext(c),
    isPart ? null : filterOptions(DB, user.id, eachSubject(view.subject), org),
    isPart ? null : currentWeek(c),
    isWhole ? unfinishedList(DB, user, { org, limit: unfinishedLimit }, Date.now()) : undefined,
    isWhole && user.next_planned_at ? plannedList(DB, user.id, org) : null,
  ])
  const labels = groupsOf(view.subject).map(({ subject: value }) => ({
    value,
    label: subjectInWords(value, page.names, user.preferences.clock),
  }))
  const selected = labels.flatMap(({ value, label }) => (label === null ? [] : [{ value, label }]))
  if (selected.length < labels.length) return c.notFound()
  const props = { view, page, names: page.names, ...context }
  if (!options || !week) return c.render(<NextPage {...props} />)
  const above = { options: withSelected(options, selected), week, unfinished, planned }
  return c.render(<SessionsPage {...above} {...props} />, { title })
})
