import { z } from 'zod'
import { Instant, jsonOf } from '../../lib/api/values'
import type { ListedDevice } from './list'

export const SyncDeviceJson = z
  .object({
    id: z.string(),
    agent: z.string().meta({ description: '`User-Agent` of its last sync.' }),
    last_sync_at: Instant,
    created_at: Instant,
    revoked_at: Instant.nullable(),
    changes_behind: z.int().nullable().meta({
      description: 'Changes that it has not fetched yet, counted up to 100; null while it needs everything.',
    }),
    open_conflicts: z.int().meta({ description: 'Open conflicts that it took part in, among the oldest 100.' }),
  })
  .meta({ id: 'SyncDevice' })

export const deviceJson = ({ device, behind, conflicts }: ListedDevice) =>
  jsonOf(SyncDeviceJson, { ...device, changes_behind: behind, open_conflicts: conflicts })
