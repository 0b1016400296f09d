/** The row stored on the server. */
type StoredVersion = { seq: number; updatedAt: number }

/** The device's last write to the row. */
export type LastWrite = {
  /** Time by the device's clock, as sent (epoch ms). */
  writtenAt: number
  digest: string
  /** The device's counter of its own writes at that time. */
  localVersion: number
  /** Version created by the write; null if the stored row differs from the sent one. */
  seq: number | null
}

export type ArrivingDelta = {
  /** Time by the device's clock (epoch ms). Only compared with writes of the same device. */
  writtenAt: number
  /** `writtenAt`, limited to a minute in the future, to compare with the stored version. */
  updatedAt: number
  /** Digest of the action, the members and `updated_at`; for deletions always `deletion`. */
  digest: string
  isDeletion: boolean
  /** True if the row already has the members of the delta, or is already deleted. */
  isSame: boolean
  /** Versions in the request. */
  remoteVersion: number
  localVersion: number
}

/**
 * Decision about a delta:
 * - `apply`: the delta wins, because there is no stored version or its device had seen it
 * - `apply_and_keep`: the delta wins over a version that its device had not seen, which goes to the inbox
 * - `unchanged`: the delta arrived before, or changes nothing
 * - `superseded`: a later write of the device replaced the delta, or the row was deleted for good since
 * - `lost`: the stored version is newer, and the delta goes to the inbox
 */
export type Decision = 'apply' | 'apply_and_keep' | 'unchanged' | 'superseded' | 'lost'

const isRepeat = (delta: ArrivingDelta, stored: StoredVersion | null, last: LastWrite) =>
  delta.digest === last.digest && (!delta.isDeletion || stored === null || stored.seq > delta.remoteVersion)

/** True if a write of the device with a higher count and a later time has arrived already. */
const isReplaced = (delta: ArrivingDelta, last: LastWrite) =>
  delta.localVersion < last.localVersion && delta.writtenAt < last.writtenAt

const isOlder = (delta: ArrivingDelta, last: LastWrite) =>
  delta.localVersion <= last.localVersion && delta.writtenAt < last.writtenAt

/**
 * True for a repeated deletion by a device, with the same digest. It changes nothing, but replaces writes of the device
 * in between that may arrive later.
 */
export const isLaterDeletion = ({ isDeletion, digest, localVersion, writtenAt }: ArrivingDelta, last: LastWrite) =>
  isDeletion && digest === last.digest && localVersion >= last.localVersion && writtenAt > last.writtenAt

/** Decides about an arriving delta. The later write wins. If the device has seen the stored version, its write wins. */
export const decide = (delta: ArrivingDelta, stored: StoredVersion | null, last: LastWrite | null): Decision => {
  if (last && isRepeat(delta, stored, last)) return stored === null && !delta.isDeletion ? 'superseded' : 'unchanged'
  if (last && isReplaced(delta, last)) return 'superseded'
  const isOlderOwn = last !== null && isOlder(delta, last)
  if (stored === null) return isOlderOwn ? 'superseded' : delta.isDeletion ? 'unchanged' : 'apply'
  if (delta.isSame && (delta.isDeletion || delta.writtenAt === stored.updatedAt)) return 'unchanged'
  if (stored.seq <= delta.remoteVersion) return 'apply'
  if (isOlderOwn) return 'superseded'
  if (last?.seq === stored.seq) return 'apply'
  if (delta.isSame) return 'unchanged'
  return delta.updatedAt > stored.updatedAt ? 'apply_and_keep' : 'lost'
}
