import { Hono } from 'hono'
import { SearchPage } from '../../../views/data/search/page'
import { type App, todayOf } from '../../lib/env'
import { searchPageData } from './run'
import { SearchView } from './schema'

export const search = new Hono<App>().get('/', async (c) => {
  const { user } = c.var
  const view = SearchView.parse(c.req.query())
  const outcome = await searchPageData(c.env.DB, user, view, c.var.org)
  if (outcome === 'too long') c.status(422)
  return c.render(<SearchPage view={view} outcome={outcome} reader={user.preferences} today={todayOf(c)} />, {
    title: 'Search',
    follows: true,
  })
})
