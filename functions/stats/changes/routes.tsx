import { Hono } from 'hono'
import { z } from 'zod'
import { FigureChangesPage, InvalidChangesPage } from '../../../views/stats/changes'
import { figureSubject } from '../../ledger/subject'
import { dayOf } from '../../lib/days'
import type { App } from '../../lib/env'
import { rangeOrAllTime } from '../explain/schema'
import { ChangesQuery, parseMoments } from './schema'
import { changesView } from './view'

const title = 'What changed'

export const figureChanges = new Hono<App>().get('/', async (c) => {
  const { user } = c.var
  const now = Date.now()
  const values = c.req.query()
  const renderInvalid = (errors: Partial<Record<string, string[]>>) => {
    const params = { subject: figureSubject.catch('all').parse(values.subject), range: null, since: '', until: '' }
    c.status(422)
    return c.render(<InvalidChangesPage params={params} draft={{ values, errors }} />, { title })
  }
  const { data: query, error } = ChangesQuery.safeParse(values)
  if (!query) return renderInvalid(z.flattenError(error).fieldErrors)
  const { subject, since, until } = query
  const result = parseMoments(query, now, user.preferences)
  if ('errors' in result) return renderInvalid(result.errors)
  const params = { subject, range: rangeOrAllTime(query), since, until }
  const view = await changesView(c.env.DB, user.id, { ...params, moments: result.moments }, c.var.orgTime)
  if (!view) return c.notFound()
  const today = dayOf(now, user.preferences)
  return c.render(<FigureChangesPage {...view} params={params} user={user} now={now} today={today} />, { title })
})
