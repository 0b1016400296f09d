import type { Head } from '../../lib/sql'
import { keptMs } from '../device'
import { changesCounted, devicesOf, latestVersions, openSides, type Sides } from './queries'
import type { DeviceRow } from './schema'

export type ListedDevice = {
  device: DeviceRow
  /** Changes that it has not fetched yet, up to `changesCounted` + 1; null where its next sync sends everything. */
  behind: number | null
  /** Open conflicts that it took part in. */
  conflicts: number
}

type Behind = Pick<DeviceRow, 'epoch' | 'remote_version' | 'full_version' | 'last_sync_at'>

/** @param now epoch ms */
export const behindOf = (device: Behind, versions: number[], epoch: number, now: number) => {
  const isAway = device.last_sync_at <= now - keptMs
  if (device.epoch !== epoch || device.full_version !== null || isAway) return null
  const position = Math.floor(device.remote_version)
  return Math.min(versions.filter((seq) => seq > position).length, changesCounted + 1)
}

const partIn = (sides: Sides[], id: string) =>
  sides.filter(({ lost_by, kept_by }) => lost_by === id || kept_by === id).length

/** Devices of a person, the last synced first, revoked ones last, and the number of open conflicts. @param now epoch ms */
export const listDevices = async (db: D1Database, userId: string, { epoch }: Pick<Head, 'epoch'>, now: number) => {
  const [found, versions, sides] = await Promise.all([
    devicesOf(db, userId),
    latestVersions(db, userId),
    openSides(db, userId),
  ])
  const devices = found
    .toSorted((a, b) => b.last_sync_at - a.last_sync_at)
    .toSorted((a, b) => Number(a.revoked_at !== null) - Number(b.revoked_at !== null))
    .map(
      (device): ListedDevice => ({
        device,
        behind: behindOf(device, versions, epoch, now),
        conflicts: partIn(sides, device.id),
      }),
    )
  return { devices, openConflicts: sides.length }
}
