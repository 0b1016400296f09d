import { Hono } from 'hono'
import { z } from 'zod'
import { NextPage } from '../../../views/time/sessions/list'
import { SessionsPage } from '../../../views/time/time-log/page'
import { openChoices } from '../../ledger/subject-choices'
import { readPageQuery } from '../../ledger/views'
import { type App, todayOf } from '../../lib/env'
import { eachSubject } from '../../lib/filter'
import { parseRangeDates } from '../../lib/http/date-fields'
import { wantsFragment } from '../../lib/http/respond'
import { currentWeek, pageContext, renderPolledList } from '../sessions/fragments'
import { listPage } from '../sessions/list/page'
import { allSessions, isUnfiltered, limitToContext, ViewQuery, viewParams } from '../sessions/list/view'
import { plannedList } from '../sessions/planned'
import { subjectInWords } from '../sessions/words'
import { unfinishedList } from '../timer/unfinished/routes'

const title = 'Sessions'

const unfinishedLimit = 5

/** `/sessions`: the list of sessions, below the entry line, the filter and unfinished sessions. */
export const timeLog = new Hono<App>().get('/', async (c) => {
  const { DB } = c.env
  const { user, org, orgTime } = c.var
  const viewed = await readPageQuery(c, 'sessions')
  const values = viewParams(viewed.params, todayOf(c), user.preferences.week_start)
  const { data, error } = ViewQuery.safeParse(parseRangeDates(c, values))
  if (!data) {
    const draft = { values: c.req.query(), errors: z.flattenError(error).fieldErrors }
    const [week, choices, context] = await Promise.all([currentWeek(c), openChoices(c), pageContext(c)])
    const props = { view: allSessions, names: new Map(), page: null, week, choices, viewed }
    c.status(422)
    return c.render(<SessionsPage draft={draft} {...props} {...context} />, { title })
  }
  const view = limitToContext(data, orgTime)
  const isPart = view.after !== null && wantsFragment(c)
  const isWhole = isUnfiltered(view) && !isPart
  const [page, context, choices, week, unfinished, planned] = await Promise.all([
    renderPolledList(c, view) ?? listPage(DB, user.id, view),
    pageContext(c),
    isPart ? null : openChoices(c),
    isPart ? null : currentWeek(c),
    isWhole ? unfinishedList(DB, user, { org, limit: unfinishedLimit }, Date.now()) : undefined,
    isWhole && user.next_planned_at ? plannedList(DB, user.id, org) : null,
  ])
  const isUnknown = (subject: string) => subjectInWords(subject, page.names) === null
  if (eachSubject(view.subject).some(isUnknown)) return c.notFound()
  const props = { view, page, names: page.names, ...context }
  if (!week) return c.render(<NextPage {...props} />)
  const above = { choices, week, unfinished, planned, viewed }
  return c.render(<SessionsPage {...above} {...props} />, { title })
})
