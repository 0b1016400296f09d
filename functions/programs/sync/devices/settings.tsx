import type { Context } from 'hono'
import { SyncedDevices } from '../../../../views/programs/sync/devices'
import { Badge } from '../../../../views/ui/button'
import type { App } from '../../../lib/env'
import { countOpenConflicts } from '../conflicts/queries'
import { listDevices } from './queries'
import { conflictsText } from './schema'

/** Number of open conflicts, for the index of settings. */
export const conflictsValue = async (c: Context<App>) => {
  const open = await countOpenConflicts(c.env.DB, c.var.user.id)
  return (
    open > 0 && (
      <Badge tone="warning" icon="alert">
        {conflictsText(open)}
      </Badge>
    )
  )
}

/** Section of devices that sync, next to the devices that are signed in. */
export const syncedDevicesSection = async (c: Context<App>) => {
  const { user, head } = c.var
  const now = Date.now()
  const synced = await listDevices(c.env.DB, user.id, head, now)
  return <SyncedDevices {...synced} origin={new URL(c.req.url).origin} user={user} now={now} />
}
