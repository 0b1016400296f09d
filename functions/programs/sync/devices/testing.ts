import { rows } from '../../../../test/support/client'

type Device = {
  id: string
  agent: string
  credential: string
  epoch: number
  remote_version: number
  full_version: number | null
  last_sync_at: number
  revoked_at: number | null
}

/** Adds a device to a person's; returns its id. */
export const putDevice = async ({ userId }: { userId: string }, given: Partial<Device> = {}) => {
  const now = Date.now()
  const device: Device = {
    ...{ id: `device-${crypto.randomUUID()}`, agent: '', credential: '', epoch: 1, remote_version: 0 },
    ...{ full_version: null, last_sync_at: now, revoked_at: null },
    ...given,
  }
  await rows(
    `INSERT INTO sync_devices (user_id, id, agent, credential, epoch, remote_version, local_version, full_version,
       last_sync_at, created_at, revoked_at)
     VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)`,
    userId,
    device.id,
    device.agent,
    device.credential,
    device.epoch,
    device.remote_version,
    device.full_version,
    device.last_sync_at,
    device.last_sync_at,
    device.revoked_at,
  )
  return device.id
}
