import type { Context } from 'hono'
import { FailedBackupNotice } from '../../../views/data/backups/page'
import type { App } from '../../lib/env'

/** Notice that the last daily backup failed. */
export const failedBackupNotice = async (c: Context<App>) => (
  <FailedBackupNotice failures={c.var.user.backup_failures ?? 0} />
)
