import { Hono } from 'hono'
import { z } from 'zod'
import { describeOperation } from '../../../lib/api/describe'
import { param } from '../../../lib/api/request'
import { Instant, jsonOf } from '../../../lib/api/values'
import type { App } from '../../../lib/env'
import { listDevices, revokeDevice } from './queries'
import type { ListedDevice } from './schema'

const SyncDeviceJson = z
  .object({
    id: z.string(),
    agent: z.string().meta({ description: '`User-Agent` of its last sync.' }),
    last_sync_at: Instant,
    created_at: Instant,
    revoked_at: Instant.nullable(),
    changes_behind: z.int().nullable().meta({
      description: 'Number of changes it hasn’t fetched yet, counted up to 100; null while it needs everything.',
    }),
    open_conflicts: z.int().meta({ description: 'Number of open conflicts it is part of, among the oldest 100.' }),
  })
  .meta({ id: 'SyncDevice' })

const deviceJson = ({ device, behind, conflicts }: ListedDevice) =>
  jsonOf(SyncDeviceJson, { ...device, changes_behind: behind, open_conflicts: conflicts })

const tag = 'Sync'

/** `/api/v1/devices` */
export const syncDevicesApi = new Hono<App>()
  .get(
    '/',
    describeOperation({
      summary: 'List the devices that sync',
      description: 'The last synced first, revoked ones last.',
      tag,
      answers: { schema: z.object({ items: z.array(SyncDeviceJson) }) },
    }),
    async (c) => {
      const { devices } = await listDevices(c.env.DB, c.var.user.id, c.var.head, Date.now())
      return c.json({ items: devices.map(deviceJson) })
    },
  )

  .delete(
    '/:id',
    describeOperation({
      summary: 'Revoke a device',
      description:
        'Its next sync gets 403 `device_revoked`. Its token or program session ends too, unless another device syncs with it. It stays in the list, and can be allowed again in Settings.',
      tag,
      item: true,
    }),
    param(z.object({ id: z.string() })),
    async (c) =>
      (await revokeDevice(c.env.DB, c.var.user.id, c.req.valid('param').id, Date.now()))
        ? c.body(null, 204)
        : c.notFound(),
  )
