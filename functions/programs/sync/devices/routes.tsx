import { Hono } from 'hono'
import { RevokeDevicePage } from '../../../../views/programs/sync/devices'
import { type App, rowLoader } from '../../../lib/env'
import type { Problem } from '../../../lib/http/problem'
import { redirectTo, respondProblem } from '../../../lib/http/respond'
import type { DeviceRow } from './device'
import { allowDevice, deviceById, removeDevice, revokeDevice } from './queries'
import { nameOfDevice } from './schema'

const path = '/settings/sign-in#synced'

const loadDevice = rowLoader('device', deviceById)

const stillSignedIn = (device: DeviceRow): Problem => ({
  status: 409,
  code: 'still_signed_in',
  title: `${nameOfDevice(device)} could sync again`,
  detail:
    device.revoked_at === null
      ? 'Revoke it first. Nothing was changed.'
      : 'Another device uses its API token. Revoke that one first. Nothing was changed.',
  again: path,
})

/** `/settings/devices` */
export const deviceSettings = new Hono<App>()
  .get('/', (c) => c.redirect('/settings/sign-in', 301))

  .get('/:id/revoke', loadDevice, (c) =>
    c.render(<RevokeDevicePage device={c.var.device} user={c.var.user} now={Date.now()} />, {
      title: 'Revoke a device',
    }),
  )

  .post('/:id/revoke', loadDevice, async (c) => {
    const { device, user } = c.var
    if (!(await revokeDevice(c.env.DB, user.id, device.id, Date.now()))) return c.notFound()
    return redirectTo(c, path, { message: `Revoked ${nameOfDevice(device)}` })
  })

  .post('/:id/remove', loadDevice, async (c) => {
    const { device, user } = c.var
    if (!(await removeDevice(c.env.DB, user.id, device.id))) return respondProblem(c, stillSignedIn(device))
    return redirectTo(c, path, { message: `Removed ${nameOfDevice(device)}` })
  })

  .post('/:id/allow', loadDevice, async (c) => {
    const { device, user } = c.var
    if (!(await allowDevice(c.env.DB, user.id, device.id))) return c.notFound()
    const name = nameOfDevice(device)
    const message = device.is_live === 1 ? `${name} can sync again` : `${name} can sync again once it signs in`
    return redirectTo(c, path, { message })
  })
