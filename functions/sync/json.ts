import { z } from 'zod'
import { entityTypes } from './core/protocol'
import { storedData } from './rows'

const deltas = <Data extends z.ZodType>(data: Data) =>
  z.array(
    z.object({
      action: z.enum(['create', 'update', 'delete']),
      id: z.string(),
      data: data.optional().meta({ description: 'All members; none of a deletion.' }),
      updated_at: z.number().meta({ description: 'Epoch milliseconds.' }),
    }),
  )

/** `SyncAnswer` */
export const SyncJson = z
  .object({
    plans: deltas(storedData.plan),
    sessions: deltas(storedData.session),
    cards: deltas(storedData.card),
    deleted_ids: z.array(z.string()).meta({ description: 'Ids of the deletions among the deltas.' }),
    state: z.object({
      device_id: z.string(),
      last_sync: z.number().meta({ description: 'Epoch milliseconds by the clock of the server.' }),
      local_version: z.int(),
      remote_version: z.number().meta({ description: 'Send it back as it is; it may have a fraction.' }),
    }),
    has_more: z.boolean().meta({ description: 'True where you should ask again at once.' }),
    results: z
      .array(
        z.object({
          type: z.enum([...entityTypes, 'review']),
          id: z.string(),
          status: z.enum(['applied', 'unchanged', 'superseded', 'rejected']),
          reason: z.string().optional(),
        }),
      )
      .meta({ description: 'What became of each delta of the request.' }),
  })
  .meta({ id: 'SyncAnswer' })

const Digest = z.object({
  count: z.int(),
  sha256: z.string().meta({ description: 'Of a line for each row, in hex.' }),
})

/** `Digests` */
export const DigestsJson = z.object({ plan: Digest, session: Digest, card: Digest }).meta({ id: 'SyncDigests' })
