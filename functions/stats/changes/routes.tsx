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

/** The edits behind the difference of a figure between two moments. */
export const figureChanges = new Hono<App>().get('/', async (c) => {
  const { user } = c.var
  const now = Date.now()
  const given = c.req.query()
  const invalid = (errors: Partial<Record<string, string[]>>) => {
    const params = { subject: figureSubject.catch('all').parse(given.subject), range: null, since: '', until: '' }
    c.status(422)
    return c.render(<InvalidChangesPage params={params} draft={{ values: given, errors }} />, { title })
  }
  const { data: asked, error } = ChangesQuery.safeParse(given)
  if (!asked) return invalid(z.flattenError(error).fieldErrors)
  const result = parseMoments(asked, now, user.preferences)
  if ('errors' in result) return invalid(result.errors)
  const params = { subject: asked.subject, range: rangeOrAllTime(asked), since: asked.since, until: asked.until }
  const view = await changesView(c.env.DB, user.id, { ...params, moments: result.moments })
  if (!view) return c.notFound()
  const today = dayOf(now, user.preferences)
  return c.render(<FigureChangesPage {...view} params={params} user={user} now={now} today={today} />, { title })
})
