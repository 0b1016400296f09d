import { readCursor } from '../../lib/cursor'
import { dayOf, daysBetween } from '../../lib/days'
import type { App, Bindings, User } from '../../lib/env'
import { clockTime, dayMonth } from '../../lib/format'
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

type Preferences = User['preferences']

const anHour = 60 * 60 * 1000

/** Last use (epoch ms) as precisely as it is recorded: `in the last hour`, `yesterday`, `12 March`. */
export const lastUsed = (at: number, preferences: Preferences, now: number) => {
  if (now - at < anHour) return 'in the last hour'
  const [date, today] = [dayOf(at, preferences), dayOf(now, preferences)]
  const daysAgo = daysBetween(date, today)
  return daysAgo <= 0 ? 'today' : daysAgo === 1 ? 'yesterday' : dayMonth(date, today)
}

/** Formats an instant (epoch ms): `12 March, 14:05`. */
export const dayAndTime = (at: number, preferences: Preferences, now: number) =>
  `${dayMonth(dayOf(at, preferences), dayOf(now, preferences))}, ${clockTime(at, preferences.time_zone, preferences.clock)}`
