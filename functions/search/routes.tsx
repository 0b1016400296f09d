import { Hono } from 'hono'
import { type Outcome, SearchPage } from '../../views/search/page'
import type { App, User } from '../lib/env'
import { todayOf } from '../lib/today'
import { matchOf } from './match'
import { found } from './queries'
import { SearchView, searchLimit } from './schema'

const pageLimit = 50

/** What a search comes to. Beyond the end of a page one more is asked for, to know of it. */
const outcome = async (db: D1Database, user: User, { q, kind, cursor }: SearchView): Promise<Outcome> => {
  if (q === '') return 'nothing asked'
  if (q.length > searchLimit) return 'too long'
  const match = matchOf(q, { userId: user.id, kind })
  if (match === undefined) return 'too short'
  const rows = await found(db, user.id, match, cursor, pageLimit + 1)
  const page = rows.slice(0, pageLimit)
  return {
    rows: page.filter(({ alive }) => alive === 1),
    next: rows.length > pageLimit ? page.at(-1)?.number : undefined,
  }
}

export const search = new Hono<App>().get('/', async (c) => {
  const { user } = c.var
  const view = SearchView.parse(c.req.query())
  const result = await outcome(c.env.DB, user, view)
  if (result === 'too long') c.status(422)
  return c.render(<SearchPage view={view} outcome={result} reader={user.preferences} today={todayOf(c)} />, {
    title: 'Search',
  })
})
