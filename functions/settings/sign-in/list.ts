import { readCursor } from '../../lib/cursor'
import type { App, Bindings } from '../../lib/env'
import * as q from './queries'
import type { Device } from './schema'

/** How many devices the page shows. */
const shownLimit = 50

/** How many of each kind are counted. */
const countLimit = 1000

/** The devices as the page shows them: this browser first, then the latest used. */
export type DeviceList = { devices: Device[]; own: string; count: number; countIsMost: boolean }

export const readDeviceList = async (
  { DB }: Bindings,
  { user, access }: App['Variables'],
  now: number,
): Promise<DeviceList> => {
  const own = access.by === 'browser' ? access.sessionHash : ''
  const found = await q.listDevices(DB, user.id, readCursor(''), shownLimit, now)
  const here = found.find(({ id }) => id === own) ?? (await q.findBrowser(DB, user.id, own, now))
  const devices = [...(here ? [here] : []), ...found.filter(({ id }) => id !== own)].slice(0, shownLimit)
  const count = found.length > shownLimit ? await q.countDevices(DB, user.id, countLimit, now) : devices.length
  return { devices, own, count, countIsMost: count >= countLimit }
}
