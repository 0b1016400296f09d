/** The row that the server has. */
type StoredVersion = { seq: number; updatedAt: number }

/** The last write of the device to the row. */
export type LastWrite = {
  /** Epoch ms by the clock of the device, as it sent it. */
  writtenAt: number
  digest: string
  /** The device's count of its own writes when it sent it. */
  localVersion: number
  /** The version that it made; null where the row was stored otherwise than sent. */
  seq: number | null
}

export type Arriving = {
  /** Epoch ms by the clock of the device. Only its own writes are compared by it. */
  writtenAt: number
  /** `writtenAt`, but at most a minute in the future, to compare with the stored version. */
  updatedAt: number
  /** Digest of the action, the members and `updated_at`; `deletion` for each deletion. */
  digest: string
  isDeletion: boolean
  /** True where the row has the members of the delta already, or is deleted already. */
  isSame: boolean
  /** Versions in the request. */
  remoteVersion: number
  localVersion: number
}

/**
 * - `apply`: the delta wins over nothing, or over what its device had seen
 * - `apply_and_keep`: it wins over a version that its device had not seen, which goes to the inbox
 * - `unchanged`: it arrived before, or changes nothing
 * - `superseded`: its own device has replaced it since, or the row was removed for good since
 * - `lost`: the stored version is newer, and the delta goes to the inbox
 */
export type Decision = 'apply' | 'apply_and_keep' | 'unchanged' | 'superseded' | 'lost'

const isRepeat = (delta: Arriving, stored: StoredVersion | null, last: LastWrite) =>
  delta.digest === last.digest && (!delta.isDeletion || stored === null || stored.seq > delta.remoteVersion)

/** True where the device wrote the row again since. One that does not count its writes is judged by its clock alone. */
const isReplaced = (delta: Arriving, last: LastWrite) =>
  delta.localVersion < last.localVersion && delta.writtenAt < last.writtenAt

const isOlder = (delta: Arriving, last: LastWrite) =>
  delta.localVersion <= last.localVersion && delta.writtenAt < last.writtenAt

/**
 * True for a repeated deletion by a device, with the same digest. It changes nothing, but replaces the device's writes in
 * between, which may arrive later.
 */
export const isLaterDeletion = ({ isDeletion, digest, localVersion, writtenAt }: Arriving, last: LastWrite) =>
  isDeletion && digest === last.digest && localVersion >= last.localVersion && writtenAt > last.writtenAt

/** Decides about a delta that arrives. The later write wins; a device that has seen the stored one always wins. */
export const decide = (delta: Arriving, stored: StoredVersion | null, last: LastWrite | null): Decision => {
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
