import { Hono } from 'hono'
import { z } from 'zod'
import { operation } from '../../lib/api/describe'
import { listPage, listQueryOf, pageOf } from '../../lib/api/list'
import { param, query } from '../../lib/api/request'
import { idInput, iso } from '../../lib/api/values'
import { cursorText, readCursor, writeCursor } from '../../lib/cursor'
import type { App } from '../../lib/env'
import { ProblemError, problems } from '../../lib/problem'
import { clearSessionCookie } from '../../lib/session-cookie'
import { listDevices } from './queries'
import { DeviceJson } from './schema'
import { endDevice, endOtherDevices, ownDevice } from './writes'

const tag = 'Devices'

const DevicesQuery = z.object({
  ...listQueryOf((position) => cursorText.parse(position) !== ''),
})

/** `/api/v1/me/devices` */
export const devicesApi = new Hono<App>()
  .get(
    '/',
    operation({
      summary: 'List the devices that are signed in',
      description: 'Browsers and programs, most recently used first. Personal API tokens are not included.',
      tag,
      answers: { schema: pageOf(DeviceJson) },
    }),
    query(DevicesQuery),
    async (c) => {
      const { cursor = '', limit } = c.req.valid('query')
      const devices = await listDevices(c.env.DB, c.var.user.id, readCursor(cursor), limit, Date.now())
      const own = ownDevice(c.var.access)
      return c.json(
        listPage(
          devices,
          limit,
          ({ last_seen_at, id }) => writeCursor({ at: last_seen_at, id }),
          ({ created_at, last_seen_at, ...device }) => ({
            ...device,
            current: device.id === own,
            created_at: iso(created_at),
            last_seen_at: iso(last_seen_at),
          }),
        ),
      )
    },
  )

  .delete(
    '/',
    operation({ summary: 'Sign out all other devices', description: 'The current one stays signed in.', tag }),
    async (c) => {
      const own = ownDevice(c.var.access)
      const done = own !== null && (await endOtherDevices(c.env.DB, c.var.user.id, own, Date.now()))
      if (!done) throw new ProblemError(problems.signedOut)
      return c.body(null, 204)
    },
  )

  .delete(
    '/:id',
    operation({ summary: 'Sign out a device', tag, item: true }),
    param(z.object({ id: idInput })),
    async (c) => {
      const { id } = c.req.valid('param')
      if ((await endDevice(c.env.DB, c.var.user.id, id, Date.now())) === null) return c.notFound()
      if (id === ownDevice(c.var.access)) clearSessionCookie(c)
      return c.body(null, 204)
    },
  )
