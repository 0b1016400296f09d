import { Hono } from 'hono'
import { DeletedPage } from '../../views/deleted/page'
import type { App } from '../lib/env'
import { recoverableSince } from '../lib/recoverable'
import { deletedRows } from './queries'
import { DeletedView } from './schema'

const pageLimit = 50

export const deleted = new Hono<App>().get('/', async (c) => {
  const { user } = c.var
  const now = Date.now()
  const { before } = DeletedView.parse(c.req.query())
  const [deletedAt, id = ''] = before.split('_')
  const from = before ? { deleted_at: Number(deletedAt), id } : { deleted_at: Number.MAX_SAFE_INTEGER, id: '' }
  const found = await deletedRows(c.env.DB, user.id, recoverableSince(now), from, pageLimit)
  const rows = found.slice(0, pageLimit)
  const last = found.length > pageLimit ? rows.at(-1) : undefined
  const next = last && `/deleted?before=${last.deleted_at}_${last.id}`
  return c.render(<DeletedPage rows={rows} next={next} first={before === ''} user={user} now={now} />, {
    title: 'Recently deleted',
  })
})
