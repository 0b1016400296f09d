import { readCursor } from '../../lib/cursor'
import type { App, Bindings } from '../../lib/env'
import type { Device } from './api'
import * as q from './api'

const shownLimit = 50

const countLimit = 1000

/** This browser first, then the most recently used. */
export type DeviceList = { devices: Device[]; own: string; count: number; countIsMost: boolean }

export const readDeviceList = async (
  { DB }: Bindings,
  { user, access }: App['Variables'],
  now: number,
): Promise<DeviceList> => {
  const own = access.by === 'browser' ? access.sessionHash : ''
  const latest = await q.listDevices(DB, user.id, readCursor(''), shownLimit, now)
  const current = latest.find(({ id }) => id === own) ?? (await q.findBrowser(DB, user.id, own, now))
  const devices = [...(current ? [current] : []), ...latest.filter(({ id }) => id !== own)].slice(0, shownLimit)
  const count = latest.length > shownLimit ? await q.countDevices(DB, user.id, countLimit, now) : devices.length
  return { devices, own, count, countIsMost: count >= countLimit }
}
