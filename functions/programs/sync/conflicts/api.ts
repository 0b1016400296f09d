import { Hono } from 'hono'
import { z } from 'zod'
import { addAct } from '../../../lib/api/act'
import { describeOperation } from '../../../lib/api/describe'
import { param, query } from '../../../lib/api/request'
import { Instant, jsonOf, listPage, listQueryOf, pageSchema } from '../../../lib/api/values'
import { commit } from '../../../lib/db/sql'
import type { App } from '../../../lib/env'
import { cursorText, readCursor, writeCursor } from '../../../lib/http/list-view'
import { ProblemError } from '../../../lib/http/problem'
import { type ConflictRestore, cannotRestore, restoreConflict, settleConflict } from './bring-back'
import { conflictById, conflictsBefore } from './queries'
import { type Conflict, isGone } from './schema'

const device = z.string().nullable().meta({ description: 'Id of a device; null for the browser and other programs.' })

const ConflictJson = z
  .object({
    id: z.string(),
    type: z.enum(['plan', 'session', 'card']),
    row_id: z.string(),
    reason: z.enum(['edit', 'timer', 'refused']).meta({
      description:
        '`timer`: two timers ran at once, so this one ended when the other began. `refused`: a row of a tracker that couldn’t be stored.',
    }),
    refusal: z.string().nullable().meta({ description: 'Why a row was refused, with its member.' }),
    title: z.string(),
    is_deletion: z.boolean().meta({ description: 'True if the version that lost is a deletion.' }),
    lost_by: device,
    kept_by: device,
    updated_at: Instant.meta({ description: 'When the version that lost was written.' }),
    created_at: Instant,
    settled_at: Instant.nullable(),
  })
  .meta({ id: 'SyncConflict' })

const version = z.record(z.string(), z.unknown()).nullable()

const ConflictWithVersions = ConflictJson.extend({
  lost: version.meta({
    description:
      'The version that lost, with the members of a delta, or the refused row as it was sent; null for a deletion.',
  }),
  present: version.meta({ description: 'The current version; null if it is deleted.' }),
}).meta({ id: 'SyncConflictVersions' })

const RestoredJson = ConflictJson.extend({
  replaced: z.string().nullable().meta({
    description: 'Id of the conflict that keeps the replaced version; null if nothing had to change.',
  }),
}).meta({ id: 'RestoredConflict' })

const conflictJson = (conflict: Conflict) =>
  jsonOf(ConflictJson, {
    ...conflict,
    reason: conflict.refusal === null ? conflict.reason : 'refused',
    is_deletion: conflict.is_deletion === 1,
  })

const withVersions = (conflict: Conflict) => ({
  ...conflictJson(conflict),
  lost: conflict.refused ?? conflict.lost,
  present: isGone(conflict) ? null : (conflict.present?.data ?? null),
})

const tag = 'Sync'

const ConflictsQuery = z.object({
  ...listQueryOf((position) => cursorText.parse(position) !== ''),
  state: z.enum(['open', 'settled'], 'Choose open or settled').default('open'),
})

const byId = param(z.object({ id: z.string() }))

/** `/api/v1/sync/conflicts` */
export const conflictsApi = new Hono<App>()
  .get(
    '/',
    describeOperation({
      summary: 'List conflicts of synced devices',
      description: 'Versions that lost to a concurrent one. They are kept for 180 days.',
      tag,
      answers: { schema: pageSchema(ConflictJson) },
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
    describeOperation({
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

addAct(conflictsApi, '/:id/restore', {
  summary: 'Bring back the version that lost',
  description:
    'It becomes the current version, and the conflict is settled. The version it replaces is kept as a settled conflict, which can be brought back in turn.',
  tag,
  item: true,
  stale: true,
  errors: { 409: 'It can’t be brought back: `code` is `cannot_restore`, `detail` has the reason.' },
  schema: RestoredJson,
  json: ({ conflict, replaced }: ConflictRestore) => ({ ...conflictJson(conflict), replaced }),
  run: async ({ env, var: { user } }, { id, now, claim }) => {
    const done = await restoreConflict(env.DB, user, id, now, (one) => claim(id, one))
    if (done && 'refused' in done) throw new ProblemError(cannotRestore(done))
    return done
  },
})

addAct(conflictsApi, '/:id/settle', {
  summary: 'Keep the current version',
  tag,
  item: true,
  schema: ConflictJson,
  json: conflictJson,
  run: async ({ env: { DB }, var: { user } }, { id, now, claim }) => {
    const conflict = await conflictById(DB, user.id, id)
    if (!conflict || conflict.settled_at !== null) return conflict
    const settled = { ...conflict, settled_at: now }
    const writes = [...settleConflict(DB, user.id, id, now), ...claim(id, settled)]
    return (await commit(DB, user.id, [], writes)) ? settled : null
  },
})
