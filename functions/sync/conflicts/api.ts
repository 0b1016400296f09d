import { Hono } from 'hono'
import { z } from 'zod'
import { operation } from '../../lib/api/describe'
import { listPage, listQueryOf, pageOf } from '../../lib/api/list'
import { type Once, once } from '../../lib/api/once'
import { param, query } from '../../lib/api/request'
import { idInput } from '../../lib/api/values'
import { cursorText, readCursor, writeCursor } from '../../lib/cursor'
import type { App } from '../../lib/env'
import { ProblemError } from '../../lib/problem'
import { commit } from '../../lib/sql'
import { bringBack, settleConflict } from './bring-back'
import { ConflictJson, ConflictWithVersions, conflictJson, RestoredJson, withVersions } from './json'
import { cannotRestore } from './problems'
import { conflictById, conflictsBefore } from './queries'

const tag = 'Sync'

const ConflictsQuery = z.object({
  ...listQueryOf((position) => cursorText.parse(position) !== ''),
  state: z.enum(['open', 'settled'], 'Choose open or settled').default('open'),
})

const byId = param(z.object({ id: idInput }))

const writes = new Hono<Once>()
  .post(
    '/:id/restore',
    operation({
      summary: 'Bring back the version that lost',
      description:
        'It becomes the present one, and the conflict is settled. The version that it replaces is kept as a settled conflict, which can be brought back in turn.',
      tag,
      item: true,
      stale: true,
      once: true,
      answers: { schema: RestoredJson },
      errors: { 409: 'It can’t be brought back: `code` is `cannot_restore`, and `detail` says why.' },
    }),
    byId,
    once(),
    async (c) => {
      const { id } = c.req.valid('param')
      const done = await bringBack(c.env.DB, c.var.user, id, Date.now(), ({ conflict, replaced }) =>
        c.var.claim(id, { ...conflictJson(conflict), replaced }),
      )
      if (!done) return c.notFound()
      if ('refused' in done) throw new ProblemError(cannotRestore(done))
      return c.json({ ...conflictJson(done.conflict), replaced: done.replaced })
    },
  )

  .post(
    '/:id/settle',
    operation({
      summary: 'Keep the present version',
      tag,
      item: true,
      once: true,
      answers: { schema: ConflictJson },
    }),
    byId,
    once(),
    async (c) => {
      const { DB } = c.env
      const { user } = c.var
      const { id } = c.req.valid('param')
      const now = Date.now()
      const conflict = await conflictById(DB, user.id, id)
      if (!conflict) return c.notFound()
      if (conflict.settled_at !== null) return c.json(conflictJson(conflict))
      const settled = conflictJson({ ...conflict, settled_at: now })
      const isDone = await commit(
        DB,
        user.id,
        [],
        [...settleConflict(DB, user.id, id, now), ...c.var.claim(id, settled)],
      )
      return isDone ? c.json(settled) : c.notFound()
    },
  )

/** `/api/v1/sync/conflicts` */
export const conflictsApi = new Hono<App>()
  .get(
    '/',
    operation({
      summary: 'List conflicts of synced devices',
      description: 'Versions that lost to a concurrent one. They are kept for 180 days.',
      tag,
      answers: { schema: pageOf(ConflictJson) },
    }),
    query(ConflictsQuery),
    async (c) => {
      const { cursor = '', limit, state } = c.req.valid('query')
      const found = await conflictsBefore(c.env.DB, c.var.user.id, state, readCursor(cursor), limit)
      return c.json(listPage(found, limit, ({ created_at, id }) => writeCursor({ at: created_at, id }), conflictJson))
    },
  )

  .get(
    '/:id',
    operation({
      summary: 'Read a conflict with both versions',
      tag,
      item: true,
      answers: { schema: ConflictWithVersions },
    }),
    byId,
    async (c) => {
      const conflict = await conflictById(c.env.DB, c.var.user.id, c.req.valid('param').id)
      return conflict ? c.json(withVersions(conflict)) : c.notFound()
    },
  )

  .route('/', writes)
