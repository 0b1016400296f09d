import { z } from 'zod'
import { Instant, jsonOf } from '../../lib/api/values'
import { type Conflict, isGone } from './schema'

const device = z.string().nullable().meta({ description: 'Id of a device; null for the browser and other programs.' })

export const ConflictJson = z
  .object({
    id: z.string(),
    type: z.enum(['plan', 'session', 'card']),
    row_id: z.string(),
    reason: z.enum(['edit', 'timer', 'refused']).meta({
      description:
        '`timer`: two timers ran at once, and this one was ended when the other began. `refused`: a row of a tracker that could not be stored.',
    }),
    refusal: z.string().nullable().meta({ description: 'Why a row was refused, with the member.' }),
    title: z.string(),
    is_deletion: z.boolean().meta({ description: 'True where the version that lost is a deletion.' }),
    lost_by: device,
    kept_by: device,
    updated_at: Instant.meta({ description: 'When the version that lost was written.' }),
    created_at: Instant,
    settled_at: Instant.nullable(),
  })
  .meta({ id: 'SyncConflict' })

const version = z.record(z.string(), z.unknown()).nullable()

export const ConflictWithVersions = ConflictJson.extend({
  lost: version.meta({
    description:
      'The version that lost, with the members of a delta, or the row as it was sent where it was refused; null for a deletion.',
  }),
  present: version.meta({ description: 'What is there now; null where it is deleted.' }),
}).meta({ id: 'SyncConflictVersions' })

export const RestoredJson = ConflictJson.extend({
  replaced: z.string().nullable().meta({
    description: 'Id of the conflict that keeps the version which was replaced; null where nothing had to change.',
  }),
}).meta({ id: 'RestoredConflict' })

export const conflictJson = (conflict: Conflict) =>
  jsonOf(ConflictJson, {
    ...conflict,
    reason: conflict.refusal === null ? conflict.reason : 'refused',
    is_deletion: conflict.is_deletion === 1,
  })

export const withVersions = (conflict: Conflict) => ({
  ...conflictJson(conflict),
  lost: conflict.refused ?? conflict.lost,
  present: isGone(conflict) ? null : (conflict.present?.data ?? null),
})
