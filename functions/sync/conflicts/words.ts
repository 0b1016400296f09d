import type { DeviceRow } from '../devices/schema'
import { nameOfDevice } from '../devices/words'
import { type Conflict, isGone } from './schema'

/** Names of devices by id. */
export type DeviceNames = Map<string, string>

export const deviceNames = (devices: Pick<DeviceRow, 'id' | 'agent'>[]): DeviceNames =>
  new Map(devices.map((device) => [device.id, nameOfDevice(device)]))

const nameIn = (names: DeviceNames, id: string) => names.get(id) ?? id

/** `on laptop`, `in the browser` */
const place = (names: DeviceNames, id: string | null) => (id === null ? 'in the browser' : `on ${nameIn(names, id)}`)

/** `laptop`, `the browser` */
const actor = (names: DeviceNames, id: string | null) => (id === null ? 'the browser' : nameIn(names, id))

/** Which side lost: `Edited on laptop, replaced by the browser`. */
export const sidesText = (conflict: Conflict, names: DeviceNames) => {
  const { lost_by, kept_by } = conflict
  if (conflict.refusal !== null) return `Sent by ${actor(names, lost_by)}, couldn’t be stored`
  if (conflict.is_deletion) return `Deleted ${place(names, lost_by)}, kept ${place(names, kept_by)}`
  const kept = isGone(conflict) ? `deleted ${place(names, kept_by)}` : `replaced by ${actor(names, kept_by)}`
  return `Edited ${place(names, lost_by)}, ${kept}`
}
