import { Hono } from 'hono'
import { DeletedPage } from '../../../views/data/deleted/page'
import { recoverableSince } from '../../lib/db/recoverable'
import type { App } from '../../lib/env'
import { readCursor, writeCursor } from '../../lib/http/list-view'
import { DeletedView, deletedRows } from './queries'

const pageLimit = 50

export const deleted = new Hono<App>().get('/', async (c) => {
  const { user } = c.var
  const now = Date.now()
  const { before } = DeletedView.parse(c.req.query())
  const found = await deletedRows(c.env.DB, user.id, recoverableSince(now), readCursor(before), pageLimit)
  const rows = found.slice(0, pageLimit)
  const last = found.length > pageLimit ? rows.at(-1) : undefined
  const next = last && `/deleted?before=${writeCursor({ at: last.deleted_at, id: last.id })}`
  return c.render(<DeletedPage rows={rows} next={next} first={before === ''} user={user} now={now} />, {
    title: 'Recently deleted',
    follows: true,
  })
})
